//! Writes the rules for TypeScript: their ids, their provenance and their English messages.

use std::collections::BTreeSet;

use identification_chain::contract::{
    BASE_URL, ERROR_ITEM_FIELDS, ID_LOST, IN_PROGRESS, KEY_REUSED, Kind, MAX_BODY_BYTES, MAX_DEPTH,
    MAX_SHOWN_NAME, OPERATIONS, OUTCOME_UNKNOWN, OWN_ORG, Problem, Provenance, Rule, SUGGESTION,
};
use serde_json::Value;

use crate::rule_book::{meaning, written};
use crate::schema::parsed;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The module `www/client/generated/rules.ts`.
pub(crate) fn module() -> String {
    let operations: Vec<_> = OPERATIONS.iter().map(|operation| quoted(operation.id)).collect();
    let repeatable: Vec<_> = OPERATIONS
        .iter()
        .filter(|operation| operation.repeatable)
        .map(|operation| quoted(operation.id))
        .collect();
    let paths: Vec<_> = OPERATIONS
        .iter()
        .map(|operation| format!("  {}: {},\n", operation.id, quoted(operation.path)))
        .collect();
    let bodies: Vec<_> = OPERATIONS
        .iter()
        .map(|operation| {
            let need = match &operation.body {
                Some(body) if body.required => "required",
                Some(_) => "optional",
                None => "none",
            };
            format!("  {}: '{need}',\n", operation.id)
        })
        .collect();
    let rules: Vec<_> = Rule::ALL.iter().map(|rule| entry(*rule)).collect();
    format!(
        "// Generated from src/contract/ by `make generate`.

/** The version of this package. */
export const version = '{VERSION}';

/** The provider's server. */
export const defaultBaseUrl = '{BASE_URL}';

/** The operations, in the order of their numbers in the core. */
export const operationIds = [{}] as const;

/** The operations that may be repeated: doing one twice has the effect of doing it once. */
export const repeatableIds: readonly (typeof operationIds)[number][] = [{}];

/** The path of each operation, with the names of its parameters. */
export const paths = {{
{}}} as const;

/** Whether each operation has a body. */
export const bodies = {{
{}}} as const;

/** The members of an item of an `ErrorsResponse`, in the order of the core's rows. */
export const errorItemFields = [{}] as const;

/** The largest body that is checked, in bytes. */
export const maxBodyBytes = {MAX_BODY_BYTES};

/** The deepest nesting that is checked. */
export const maxDepth = {MAX_DEPTH};

/** How many characters of an unknown name a path shows. */
export const maxShownName = {MAX_SHOWN_NAME};

/** The only member of a request that is an array. */
export const arrayField = '{}';

/** The organization in a path to a gateway, which takes it from the caller's identity. */
export const ownOrg = '{OWN_ORG}';

/** The types of the problems (RFC 9457) with which a gateway says what became of a create. */
export const problemTypes = {{
  inProgress: '{IN_PROGRESS}',
  outcomeUnknown: '{OUTCOME_UNKNOWN}',
  idLost: '{ID_LOST}',
  keyReused: '{KEY_REUSED}',
}} as const;

/**
 * The rules, in the order of their numbers in the core: where each comes from, and whether its
 * severity is fixed.
 */
export const rules = {{
{}}} as const;
",
        operations.join(", "),
        repeatable.join(", "),
        paths.concat(),
        bodies.concat(),
        ERROR_ITEM_FIELDS.map(quoted).join(", "),
        array_field(),
        rules.concat(),
    )
}

fn array_field() -> &'static str {
    let fields =
        OPERATIONS.iter().filter_map(|operation| Some(operation.body.as_ref()?.object.fields));
    let mut arrays = fields.flatten().filter(|field| matches!(field.kind, Kind::Array { .. }));
    arrays.next().map_or("", |field| field.name)
}

fn entry(rule: Rule) -> String {
    let facts = rule.facts();
    format!(
        "  /** From {}. */\n  {}: {{ provenance: {}, locked: {} }},\n",
        facts.source,
        quoted(facts.id),
        quoted(facts.provenance.name()),
        facts.locked,
    )
}

/// The module `www/client/generated/english.ts`: the messages in English.
pub(crate) fn english() -> String {
    let rules: Vec<_> = Rule::ALL
        .iter()
        .map(|rule| format!("    {}: {},\n", quoted(rule.facts().id), quoted(rule.message())))
        .collect();
    let mut written = BTreeSet::new();
    let problems: Vec<_> = Problem::ALL
        .iter()
        .filter(|problem| written.insert(problem.code()))
        .map(|problem| format!("    {}: {},\n", quoted(problem.code()), quoted(problem.text())))
        .collect();
    format!(
        "// Generated from src/contract/ by `make generate`.

/** The messages, which follow the path: `is missing`. `{{name}}` is a parameter. */
export const english = {{
  rules: {{
{}  }},
  /** The texts of the codes that are parameters. */
  problems: {{
{}  }},
  suggestion: {},
}} as const;
",
        rules.concat(),
        problems.concat(),
        quoted(&format!("{}{{suggestion}}{}", SUGGESTION.0, SUGGESTION.1)),
    )
}

/// The module `www/client/generated/rule-book.ts`: the texts of the rule book, for the command.
pub(crate) fn texts() -> String {
    let rules: Vec<_> = Rule::ALL.iter().map(|rule| texts_of(*rule)).collect();
    let meanings =
        [Provenance::Reference, Provenance::Provider, Provenance::Logic, Provenance::Standard].map(
            |provenance| format!("  {}: {},\n", provenance.name(), quoted(meaning(provenance))),
        );
    let example = OPERATIONS.iter().find_map(|operation| Some(operation.body.as_ref()?.example));
    format!(
        "// Generated from src/contract/ by `make generate`. Only the command imports it.

/** The texts of each rule, in the order of the rule book. The examples change the reference's request. */
export const ruleBook = {{
{}}} as const;

/** What each provenance means. */
export const meanings = {{
{}}} as const;

/** The reference's example of a `createChain` request. */
export const exampleRequest = {:#};
",
        rules.concat(),
        meanings.concat(),
        parsed(example.unwrap_or("null")),
    )
}

fn texts_of(rule: Rule) -> String {
    let facts = rule.facts();
    let [bad, good] = rule.examples().map(|example| quoted(&written(example, "")));
    format!(
        "  {}: {{
    severity: {},
    source: {},
    reason: {},
    bad: {bad},
    good: {good},
  }},
",
        quoted(facts.id),
        quoted(facts.severity.name()),
        quoted(facts.source),
        quoted(rule.reason()),
    )
}

/// A string literal of TypeScript, in single quotes if the text has none.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains(['\'', '\\']) { Value::from(text).to_string() } else { format!("'{text}'") }
}
