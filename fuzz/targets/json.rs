//! Compares the lexer with serde_json: what is JSON, and which values it has at which paths.
//!
//! The core is stricter by name: it stops at `too-large`, `too-deep` and `more-issues`, and reports
//! `byte-order-mark`, `lone-surrogate` and `invalid-utf8`, which serde_json refuses too.
#![no_main]

use fuzz::checked;
use fuzz::plain::contract::shown;
use identification_chain::check::Settings;
use identification_chain::contract::{MAX_DEPTH, OPERATIONS, Rule};
use identification_chain::issue::{Issue, Param};
use identification_chain::json::Lexer;
use libfuzzer_sys::fuzz_target;
use serde::Deserialize as _;
use serde_json::{Map, Value};

/// The rules after which the rest of a body is not read, or not listed.
const UNREAD: [Rule; 3] = [Rule::TooLarge, Rule::TooDeep, Rule::MoreIssues];
/// The rules for what is not JSON, or not for every parser.
const NOT_JSON: [Rule; 4] =
    [Rule::JsonSyntax, Rule::InvalidUtf8, Rule::LoneSurrogate, Rule::ByteOrderMark];
/// The rules for a member that is missing, so that nothing is at its path.
const MISSING: [Rule; 4] = [Rule::Required, Rule::Expected, Rule::StepDetails, Rule::NeededByStep];

fuzz_target!(|body: &[u8]| {
    let value = parsed(body);
    for operation in OPERATIONS.into_iter().filter(|operation| operation.body.is_some()) {
        checked(operation, body, &Settings { partial: true, ..Settings::default() });
        let issues = checked(operation, body, &Settings::default());
        if has(&issues, &UNREAD) {
            continue;
        }
        assert_eq!(!has(&issues, &NOT_JSON), value.is_some(), "what is JSON: {issues:?}");
        if let Some(value) = &value
            && !has(&issues, &[Rule::DuplicateKey])
        {
            issues.iter().for_each(|issue| test_path(issue, value));
        }
    }
    if let Some(value) = value
        && let Some(read) = read(body)
        && !has_private_name(&read)
    {
        assert_eq!(read, value, "the values differ");
    }
});

fn has(issues: &[Issue], rules: &[Rule]) -> bool {
    issues.iter().any(|issue| rules.contains(&issue.rule))
}

fn parsed(body: &[u8]) -> Option<Value> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    reader.disable_recursion_limit();
    let value = Value::deserialize(&mut reader).ok()?;
    reader.end().is_ok().then_some(value)
}

/// The value that the lexer reads. `None` if it nests too deep.
fn read(body: &[u8]) -> Option<Value> {
    let mut lexer = Lexer::new(body);
    lexer.skip_whitespace();
    let mut skipping = lexer;
    let value = read_value(&mut lexer, MAX_DEPTH)?;
    skipping.skip_value(MAX_DEPTH.saturating_add(1)).expect("a value that was read is skipped");
    assert_eq!(lexer.at(), skipping.at(), "reading and skipping end at different places");
    Some(value)
}

fn read_value(lexer: &mut Lexer<'_>, depth: usize) -> Option<Value> {
    let inner = depth.checked_sub(1);
    Some(match lexer.peek().expect("serde_json has read a value") {
        b'{' => {
            let mut members = Map::new();
            let mut expected = b'{';
            while lexer.next_in(&mut expected, b'}').expect("an object") {
                let name = lexer.member_name().expect("a name").to_text();
                members.insert(name, read_value(lexer, inner?)?);
            }
            members.into()
        }
        b'[' => {
            let mut items = Vec::new();
            let mut expected = b'[';
            while lexer.next_in(&mut expected, b']').expect("an array") {
                items.push(read_value(lexer, inner?)?);
            }
            items.into()
        }
        b'"' => lexer.string().expect("a string").to_text().into(),
        b't' => lexer.literal("true").map(|()| true.into()).expect("true"),
        b'f' => lexer.literal("false").map(|()| false.into()).expect("false"),
        b'n' => lexer.literal("null").map(|()| Value::Null).expect("null"),
        _ => {
            let number = lexer.number().expect("a number");
            let text = std::str::from_utf8(number.raw).expect("ASCII");
            assert_eq!(number.integer, !text.contains(['.', 'e', 'E']), "{text}");
            Value::Number(text.parse().expect("a number of JSON"))
        }
    })
}

/// Whether a name is one that serde_json uses itself for a number.
fn has_private_name(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| name.starts_with("$serde_json::") || has_private_name(value)),
        Value::Array(items) => items.iter().any(has_private_name),
        _ => false,
    }
}

/// Tests that something is at the path of an issue, and that it has the type that the issue says.
fn test_path(issue: &Issue, value: &Value) {
    if MISSING.contains(&issue.rule) {
        return;
    }
    let found = issue.path.split('/').skip(1).try_fold(value, |value, name| match value {
        Value::Object(members) => {
            members.iter().find(|(other, _)| shown(other) == name).map(|(_, value)| value)
        }
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    });
    let found = found.unwrap_or_else(|| panic!("nothing is at the path of {issue:?}"));
    if issue.rule == Rule::Type && !issue.path.contains('…') {
        let code = match found {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.to_string().contains(['.', 'e', 'E']) => "fraction",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let said = issue.params.iter().find_map(|param| match param {
            ("found", Param::Problem(problem)) => Some(problem.code()),
            _ => None,
        });
        // A fraction is a number where no number may be.
        let is_number = (code, said) == ("fraction", Some("number"));
        assert!(said == Some(code) || is_number, "{issue:?} is about {found}");
    }
}
