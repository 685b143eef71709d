// Writes the table of types.parquet in other encodings, for the tests that read it back:
//   node writers_split.mjs    (with @duckdb/node-api 1.5.6 and parquet-wasm 0.8.0 beside it)
// types_lz4.parquet        DuckDB, LZ4_RAW
// types_lz4_v2.parquet     DuckDB, LZ4_RAW, version 2: BYTE_STREAM_SPLIT of fractions, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY
// types_split.parquet      parquet-rs, zstd, BYTE_STREAM_SPLIT of fractions, of whole numbers, and of decimals in 16 bytes
// DuckDB finds in each the rows of types.parquet.
import { DuckDBInstance } from "@duckdb/node-api";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import parquet from "parquet-wasm/node";

const db = await (await DuckDBInstance.create(":memory:")).connect();
await db.run(`create table types as select * from 'types.parquet'`);
await db.run(`copy types to 'types_lz4.parquet' (format parquet, codec 'lz4_raw')`);
await db.run(`copy types to 'types_lz4_v2.parquet' (format parquet, codec 'lz4_raw', parquet_version 'V2', dictionary_size_limit 1)`);

const { Compression, Encoding, WriterPropertiesBuilder, readParquet, writeParquet } = parquet;
let properties = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).setDictionaryEnabled(false);
for (const column of ["u16", "i32", "i64", "f64", "f32", "dec9", "dec18", "dec38"]) {
  properties = properties.setColumnEncoding(column, Encoding.BYTE_STREAM_SPLIT);
}
writeFileSync("types_split.parquet", writeParquet(readParquet(readFileSync("types.parquet")), properties.build()));

// DuckDB reads fractions of that encoding alone: parquet-rs reads the file, and writes what it read plainly.
writeFileSync("read_again.parquet", writeParquet(readParquet(readFileSync("types_split.parquet")), new WriterPropertiesBuilder().setDictionaryEnabled(false).build()));

for (const name of ["types_lz4", "types_lz4_v2", "read_again"]) {
  const different = await db.runAndReadAll(`(from types except all from '${name}.parquet') union all (from '${name}.parquet' except all from types)`);
  if (different.getRows().length > 0) throw new Error(`${name} holds other rows`);
}
rmSync("read_again.parquet");
