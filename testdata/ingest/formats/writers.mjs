// Writes what other programs make of tables, for the tests that read it back:
//   node writers.mjs          (with @duckdb/node-api 1.5.6 and nodejs-polars 0.26.1 beside it)
// calls_duckdb.parquet     calls.csv, DuckDB, zstd, dictionaries
// calls_duckdb_v2.parquet  calls.csv as texts and whole numbers, version 2: DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, snappy
// calls_polars.parquet     calls.csv, Polars, gzip
// calls_polars.arrow       calls.csv, Polars, Arrow IPC with LZ4
// types.csv, types.parquet a column of each type that DuckDB has for cells, nulls among them; times up to a microsecond before midnight
import { DuckDBInstance } from "@duckdb/node-api";
import polars from "nodejs-polars";

const db = await (await DuckDBInstance.create(":memory:")).connect();
await db.run(`create table calls as select * from read_csv('calls.csv', all_varchar = true)`);
await db.run(`copy calls to 'calls_duckdb.parquet' (format parquet, codec 'zstd')`);
await db.run(`copy calls to 'calls_duckdb_v2.parquet' (format parquet, codec 'snappy', parquet_version 'V2', dictionary_size_limit 1)`);
const pl = polars.default ?? polars;
const calls = pl.readCSV("calls.csv", { inferSchemaLength: 0 });
calls.writeParquet("calls_polars.parquet", { compression: "gzip" });
calls.writeIPC("calls_polars.arrow", { compression: "lz4" });

await db.run(`create table types as select
  'E' || i as employee, case when i % 3 = 0 then null else 'T' || (i % 2) end as team,
  case (i % 3) when 0 then 'low' when 1 then 'mid' else 'high' end::enum('low', 'mid', 'high') as band,
  date '2025-06-30' + i::int as day, i::tinyint as i8, (i * 60)::usmallint as u16, (i * 70001)::int as i32, i * 10000000019 as i64,
  case when i % 4 = 1 then null else i * 0.37 end::double as f64, (i * 0.25)::float as f32,
  (i * 1.25)::decimal(9, 2) as dec9, (i * 1.25)::decimal(18, 4) as dec18, (i * -1.25)::decimal(38, 10) as dec38,
  i % 2 = 0 as flag, case when i % 4 = 0 then null else i % 2 = 0 end as maybe,
  timestamp '2025-06-30 23:59:59.999999' as us, (timestamp '2025-06-30 23:59:59.9')::timestamp_ms as ms,
  (timestamp '2025-06-30 23:59:59')::timestamp_s as s, (timestamp '2025-06-30 23:59:59.6')::timestamp_ns as ns,
  time '09:30:15' as clock from range(12) t(i)`);
await db.run(`copy types to 'types.csv' (header)`);
await db.run(`copy types to 'types.parquet' (format parquet)`);
