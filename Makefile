# `make start` and `make test` need rustup, Node 20 or newer, a C linker and make, and nothing else;
# the browser tests need Chromium and its driver, which tools/browser installs where it may;
# `make matrix` installs Firefox and WebKitGTK too, or goes on without them.
# Node's scripts run on the Node of package.json; the tests of the package on others too.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export PATH := $(CURDIR)/node_modules/node/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER := $(CURDIR)/target/debug/bindgen-test-runner

PORT ?= 8787
export PORT

SOURCES := $(shell find src www tools -type f) openapi.json docs/rules.md Cargo.toml Cargo.lock rust-toolchain.toml \
	package-lock.json tsconfig.json pkg/package.json LICENSE-MIT LICENSE-APACHE
INSTALLED := node_modules/.installed
BUILT := target/npm/.built

.PHONY: help start demo test empty matrix soak lint format generate build deny reproducible api sbom bench \
	size clean

help: ## Tells what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

start: $(BUILT) ## Sets up, does the main job against the sandbox, and stays up
	@node www/demo/demo.ts --stay

demo: $(BUILT) ## Sets up, does the main job against the sandbox, and ends
	@node www/demo/demo.ts

test: $(BUILT) ## Sets up and runs every test
	@tools/browser
	@node tools/test.ts

empty: ## Runs `make demo` of the committed tree as on a machine that has just been set up
	@tests/machine/empty

matrix: $(BUILT) ## Uses the packed package in every runtime and bundler
	@tools/browser --all
	@node tests/matrix/matrix.ts $${MATRIX:+"$$MATRIX"} $${WRITE:+--write}

soak: $(BUILT) ## Compares 10,000 lives on a bad network with the sandbox's ledger
	@node tests/soak/soak.ts

lint: $(BUILT) ## Formatters, linters, types, and whether generated files are current
	cargo fmt --all --check
	cargo clippy --quiet --all-targets --workspace -- -D warnings
	cargo clippy --quiet --all-targets --target wasm32-unknown-unknown -- -D warnings
	cargo clippy --quiet --all-targets --features client -- -D warnings
	cargo clippy --quiet --all-targets --features client,test-in-browser \
		--target wasm32-unknown-unknown -- -D warnings
	biome check --error-on-warnings .
	tsc --project .
	cargo run --quiet --package generate -- --check
	node tools/types.ts --check
	redocly lint openapi.json
	node benches/size.ts --check

format: $(INSTALLED) ## Formats everything
	cargo fmt --all
	biome check --write .

generate: $(INSTALLED) ## Writes what is generated from src/contract/
	cargo run --quiet --package generate
	node tools/types.ts

build: $(BUILT) ## Builds the npm package into pkg/dist

deny: $(INSTALLED) ## Licences, sources and advisories of the crates, by cargo deny
	@tools/deny

reproducible: $(BUILT) ## Builds the package again in a copy of the tree, and compares the bytes
	@node tools/reproducible.ts

api: $(BUILT) ## Writes tests/package/api/, what the package's types say
	@node tools/api.ts

sbom: $(INSTALLED) ## Writes target/reports/sbom.cdx.json, what is in the package
	@node tools/sbom.ts

bench: $(BUILT) ## Times the check beside zod, valibot and ajv
	@node benches/check.ts

size: $(BUILT) ## Measures the package beside zod and ky, for both READMEs
	@node benches/size.ts --write

clean: ## Removes all that was built and installed
	rm -rf target node_modules pkg/*/ pkg/LICENSE-* pkg/openapi.json pkg/RULES.md

$(INSTALLED): package.json package-lock.json pkg/package.json
	@tools/requirements
	@echo 'setup: packages of npm, as package-lock.json has them'
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(INSTALLED) $(SOURCES)
	@tools/requirements
	@node tools/build.ts
	@touch $@
