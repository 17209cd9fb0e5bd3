# `make start` and `make test` need only rustup, Node 20 or newer, a C linker and make. The browser tests
# need Chromium, its driver and Firefox, which tools/browser installs if it can. The tests of the gateway's
# stores need Postgres and Redis, which tools/databases installs, or are skipped. `make matrix` also
# installs WebKitGTK, or continues without it. `make fuzz` needs a C++ compiler. Scripts run on the Node in
# package.json.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export PATH := $(CURDIR)/node_modules/node/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER := $(CURDIR)/target/debug/bindgen-test-runner

PORT ?= 8787
export PORT

SOURCES := $(shell find src www tools -type f) openapi.json gateway.openapi.json docs/rules.md Cargo.toml Cargo.lock rust-toolchain.toml \
	package-lock.json tsconfig.json pkg/package.json LICENSE-MIT LICENSE-APACHE
INSTALLED := node_modules/.installed
BUILT := target/npm/.built$(if $(STABLE),-stable)

.PHONY: help start demo test empty matrix soak simulate abuse fuzz mutants lint format generate build deny vet reproducible release \
	api sbom bench bench-gateway cold size pictures clean

help: ## Lists the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

start: $(BUILT) ## Runs the demo, and keeps the sandbox and the console running
	@node www/demo/demo.ts --stay

demo: $(BUILT) ## Runs the demo: creates, cancels and closes chains in the sandbox
	@node www/demo/demo.ts

test: $(BUILT) ## Runs every test
	@tools/browser
	@tools/databases
	@node tools/test.ts

empty: ## Runs `make demo` of the committed tree as on a machine that has just been set up
	@tests/machine/empty

matrix: $(BUILT) ## Tests the packed package in every runtime and bundler
	@tools/browser --all
	@node tests/matrix/matrix.ts $${MATRIX:+"$$MATRIX"} $${WRITE:+--write}

soak: $(BUILT) ## Runs clients on a faulty network, also through a gateway, and compares them with the ledger
	@node tests/soak/soak.ts

simulate: $(BUILT) ## Simulates lives of client, gateway, store and API; SEED=1/237 prints one life
	@SEED='$(SEED)' node tests/simulate/main.ts

abuse: $(BUILT) ## Does a million checks, clients and gateway requests; memory and handles must not grow
	@node tests/abuse/main.ts

fuzz: $(BUILT) ## Compares the core with other readings on generated input; FUZZ_SECONDS=30, TARGET=json
	@node tools/fuzz.ts

mutants: $(BUILT) ## Changes the code in one place after another; prints what no test notices. FILES=src/json/number.rs
	@FILES='$(FILES)' node tools/mutants-core.ts
	@FILES='$(FILES)' node tools/mutants-client.ts

lint: $(BUILT) ## Checks formatting, lints, types and generated files
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo clippy --quiet --all-targets --workspace -- -D warnings
	cargo clippy --quiet --all-targets --target wasm32-unknown-unknown -- -D warnings
	cargo clippy --quiet --all-targets --features client -- -D warnings
	cargo clippy --quiet --all-targets --features client,test-in-browser \
		--target wasm32-unknown-unknown -- -D warnings
	biome check --error-on-warnings .
	tsc --project .
	tsc --project www/console
	cargo run --quiet --package generate -- --check
	node tools/types.ts --check
	node tools/gateway-openapi.ts --check
	redocly lint openapi.json gateway.openapi.json
	node benches/size.ts --check
	node benches/performance.ts --check
	node tools/pictures.ts --check

format: $(INSTALLED) ## Formats all files
	cargo fmt --all
	cargo fmt --manifest-path fuzz/Cargo.toml
	biome check --write .

generate: $(INSTALLED) ## Generates the files that src/contract/ defines
	cargo run --quiet --package generate
	node tools/types.ts
	node tools/gateway-openapi.ts

build: $(BUILT) ## Builds the npm package into pkg/dist; STABLE=1 without unstable flags of the compiler

deny: $(INSTALLED) ## Checks licences, sources and advisories of the crates
	@tools/deny

vet: ## Checks with cargo vet that each crate of the core was read, in its version
	@tools/cargo-vet

reproducible: $(BUILT) ## Builds the package twice, and compares the bytes
	@node tools/reproducible.ts

api: $(BUILT) ## Writes the package's types to tests/package/api/, for review
	@node tools/api.ts

release: $(BUILT) ## Rehearses a release: everything that CI does for a tag, without publishing
	@node tools/release.ts

sbom: $(BUILT) ## Writes the package's components to target/reports/sbom.cdx.json
	@node tools/sbom.ts

bench-gateway: $(BUILT) ## Measures the gateway against proxies that teams write, in workerd
	@node benches/gateway.ts

bench: $(BUILT) ## Measures checks and whole calls beside other packages, and updates docs/performance.md
	@node benches/bench.ts $(RUNTIMES)

cold: $(BUILT) ## Measures the start in every runtime beside zod and ky, and updates docs/performance.md
	@node benches/cold.ts

size: $(BUILT) ## Measures the package's size by file, and updates docs/performance.md and the manual
	@node benches/size.ts --write

pictures: $(BUILT) ## Draws the pictures of the README from what the command and the console show
	@node tools/pictures.ts
	@node tools/screenshots.ts

clean: ## Removes everything that was built and installed
	rm -rf target node_modules pkg/*/ pkg/LICENSE-* pkg/openapi.json pkg/gateway.openapi.json pkg/RULES.md

$(INSTALLED): package.json package-lock.json pkg/package.json
	@tools/requirements
	@echo 'setup: npm packages, as locked in package-lock.json'
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(INSTALLED) $(SOURCES)
	@tools/requirements
	@node tools/build.ts
	@touch $@
