# The two commands that matter: `make demo` and `make test`. They need Go, make and git, nothing else.

export CGO_ENABLED = 0

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  = -s -w -X main.version=$(VERSION)
BIN      = bin/gapstep
DEMO    ?= gapstep-demo
TESTS   ?= ./...
FUZZTIME ?= 20s
SIMULATED ?= 5
BENCHTIME ?= 1s
PICTURES ?= build/pictures
LINT_VERSION = v2.15.0
GO_BIN = $(shell go env GOPATH)/bin

.DEFAULT_GOAL := help
.PHONY: help build demo test race lint linter cover simulate nightly bench bench-peers fuzz pictures check samples

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## one static binary, bin/gapstep
	go build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/gapstep

demo: build ## the whole job on the sample exports; says where the reports are
	$(BIN) demo $(DEMO)

test: ## every test (go vet included); TESTS= names packages and flags of go test
	go vet ./...
	go test -timeout 15m $(TESTS)

race: ## every test under the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race -timeout 60m ./...

lint: linter ## gofmt and golangci-lint, as in .golangci.yml
	@bad=$$(gofmt -l .); test -z "$$bad" || { echo "run gofmt -w on: $$bad"; exit 1; }
	$(GO_BIN)/golangci-lint run --allow-parallel-runners

linter:
	@command -v $(GO_BIN)/golangci-lint >/dev/null || go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

cover: ## coverage by package; coverage.out for `go tool cover -html`
	go test -coverprofile=coverage.out ./...
	@go tool cover -func=coverage.out | tail -n 1

simulate: ## the goals of the flagging procedure by simulation, our figures beside them
	@log=$$(mktemp) && trap 'rm -f $$log' EXIT; \
	go test ./analysis ./analysis/infer -run 'Goal|EqualTeams|LowPerformers|Fifty|EveryScale' -count=1 -v -args -simulated=$(SIMULATED) >$$log; ok=$$?; \
	sed -n 's/^ *[a-z_]*_test.go:[0-9]*: \(S[0-9]b* .*\)/\1/p' $$log | sort; grep -E '^(--- FAIL|ok|FAIL)' $$log; exit $$ok
	go test ./goals -run 'PlansWithoutEffect|ExpectedValue|TrueEffect' -count=1 -v -args -simulated=$(SIMULATED)

nightly: ## what takes too long for every change: every fuzz target for a minute, a ledger's writer killed 2,000 times
	$(MAKE) fuzz FUZZTIME=60s
	go test ./goals/ledger -run Killed -count=1 -timeout 60m -args -kills=2000

bench: ## the benchmarks of every stage, minutes: ns/op, MB/s, rows/s, allocations (BENCHTIME=1s)
	go test -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) ./...

bench-peers: build ## one job against other programs, by the yardstick in the folder BENCH= (BENCH_ARGS='1000000 5 csv parquet')
	@test -f "$(BENCH)/run.sh" || { echo "BENCH is not set to a yardstick: make bench-peers BENCH=folder, where the folder holds run.sh"; exit 2; }
	@dir=$$(mktemp -d) && cp -R "$(BENCH)/." "$$dir" && GAPSTEP="$(CURDIR)/$(BIN)" "$$dir/run.sh" $(BENCH_ARGS); \
	  code=$$?; rm -rf "$$dir"; exit $$code

fuzz: ## every fuzz target for FUZZTIME each
	@list=$$(go list ./...) || exit 1; for p in $$list; do \
	  targets=$$(go test -list '^Fuzz' $$p) || { echo "$$targets"; exit 1; }; \
	  for f in $$(echo "$$targets" | grep '^Fuzz'); do \
	    echo "$$p $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s $$p || exit 1; \
	  done; done

pictures: build ## pictures of every page and workbook, to look at, into PICTURES= (needs node, npm, chromium, LibreOffice)
	.ci/reports pictures $(PICTURES)

samples: ## write the sample exports under testdata again
	go run ./cmd/gapstep demo --only-samples testdata/sample

check: test lint build ## what a change must pass before it is submitted
	GOOS=windows go build -o /dev/null ./cmd/gapstep
	GOOS=darwin go build -o /dev/null ./cmd/gapstep
