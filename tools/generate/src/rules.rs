//! The rules for TypeScript: their ids as a type, their severities and their English messages.

use std::collections::BTreeSet;

use identification_chain::contract::{
    BASE_URL, ERROR_ITEM_FIELDS, MAX_BODY_BYTES, MAX_DEPTH, OPERATIONS, Problem, Provenance, Rule,
};
use serde_json::Value;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The module `www/client/generated/rules.ts`.
pub(crate) fn module() -> String {
    let operations: Vec<_> = OPERATIONS.iter().map(|operation| quoted(operation.id)).collect();
    let rules: Vec<_> = Rule::ALL.iter().map(|rule| entry(*rule)).collect();
    let mut written = BTreeSet::new();
    let problems: Vec<_> = Problem::ALL
        .iter()
        .filter(|problem| written.insert(problem.code()))
        .map(|problem| format!("  {}: {},\n", quoted(problem.code()), quoted(problem.text())))
        .collect();
    format!(
        "// Generated from src/contract.rs by `make generate`.

/** The version of this package. */
export const version = '{VERSION}';

/** The provider's own server. */
export const defaultBaseUrl = '{BASE_URL}';

/** The operations, in the order of their numbers in the core. */
export const operationIds = [{}] as const;

/** The members of an item of an `ErrorsResponse`, in the order of the core's rows. */
export const errorItemFields = [{}] as const;

/** The largest body that is checked, in bytes. */
export const maxBodyBytes = {MAX_BODY_BYTES};

/** The deepest nesting that is checked. */
export const maxDepth = {MAX_DEPTH};

/**
 * The rules, in the order of their numbers in the core: the severity unless it is overridden,
 * whether it is fixed, and what is wrong, to be read after the place.
 */
export const rules = {{
{}}} as const;

/** What the codes of the parameters `problem`, `expected` and `found` say. */
export const problems = {{
{}}} as const;
",
        operations.join(", "),
        ERROR_ITEM_FIELDS.map(quoted).join(", "),
        rules.concat(),
        problems.concat(),
    )
}

fn entry(rule: Rule) -> String {
    let facts = rule.facts();
    let provenance = match facts.provenance {
        Provenance::Reference => "the API reference",
        Provenance::Provider => "another page of the provider",
        Provenance::Logic => "logic",
        Provenance::Standard => "a standard",
    };
    format!(
        "  /** From {provenance}: {}. */
  {}: {{
    severity: {},
    locked: {},
    message: {},
  }},
",
        facts.source,
        quoted(facts.id),
        quoted(facts.severity.name()),
        facts.locked,
        quoted(rule.message()),
    )
}

/// A string literal of TypeScript, in single quotes where it has none.
fn quoted(text: &str) -> String {
    if text.contains('\'') { Value::from(text).to_string() } else { format!("'{text}'") }
}
