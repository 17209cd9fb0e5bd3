//! Writes the files that are generated from `src/contract/`. With `--check` it writes nothing, and
//! fails if a file is not current.

mod client;
mod forms;
mod openapi;
mod rule_book;
mod rules;
mod schema;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let check = env::args().any(|argument| argument == "--check");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut code = ExitCode::SUCCESS;
    for (name, content) in [
        ("openapi.json", openapi::document()),
        ("src/client/types.rs", client::module()),
        ("docs/rules.md", rule_book::page()),
        ("www/client/generated/forms.ts", forms::module()),
        ("www/client/generated/rules.ts", rules::module()),
        ("www/client/generated/english.ts", rules::english()),
        ("www/client/generated/rule-book.ts", rules::texts()),
        ("www/client/generated/schema.ts", schema::module()),
    ] {
        let path = root.join(name);
        if fs::read_to_string(&path).is_ok_and(|current| current == content) {
            continue;
        }
        if check {
            eprintln!("{name} is not current; run `make generate`");
            code = ExitCode::FAILURE;
        } else if let Err(error) = fs::write(&path, content) {
            eprintln!("could not write {name}: {error}");
            code = ExitCode::FAILURE;
        } else {
            println!("wrote {name}");
        }
    }
    code
}
