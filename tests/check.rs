//! The issues of requests to create or cancel a chain: the specification, as tables.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

use std::fs::File;
use std::io::Write;
use std::sync::{LazyLock, Mutex};

use identification_chain::check::{Settings, Tally, issues, tally};
use identification_chain::contract::{
    CANCEL_CHAIN, CLOSE_CHAIN, CREATE_CHAIN, MAX_BODY_BYTES, MAX_DEPTH, MAX_ISSUES,
    MAX_UNKNOWN_FIELDS, Operation, Rule,
};
use identification_chain::issue::{Issue, OverrideError, Severities, Severity};
use serde_json::{Value, json};

/// The reference's example, with corrections of the two values that have warnings.
fn request() -> Value {
    let mut request = reference();
    request["actor"]["identity_document"]["document_number"] = "12345678Z".into();
    request["actor"]["msisdn"]["phone_number"] = 612_345_678.into();
    request
}

fn reference() -> Value {
    serde_json::from_str(CREATE_CHAIN.body.unwrap().example).unwrap()
}

/// The request with a value, which replaces another or is new.
fn with(pointer: &str, value: &Value) -> String {
    let mut request = request();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match request.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.clone(),
        parent => parent[name] = value.clone(),
    }
    request.to_string()
}

/// The request without a value.
fn without(pointer: &str) -> String {
    let mut request = request();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = request.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.remove(name).unwrap();
    request.to_string()
}

fn found(operation: &Operation, body: &[u8]) -> Vec<Issue> {
    let issues = issues(operation, body, &Settings::default());
    let count = |severity| issues.iter().filter(|issue| issue.severity == severity).count();
    let Tally { errors, warnings, .. } = tally(operation, body, &Settings::default());
    assert_eq!((errors, warnings), (count(Severity::Error), count(Severity::Warning)));
    assert!(issues.is_sorted_by_key(|issue| issue.offset), "not in document order: {issues:?}");
    record(operation, body, false, &issues);
    issues
}

/// Adds a case to `target/tmp/check-cases.jsonl`. tests/client/cases.test.ts puts these cases to the
/// cores of the built package.
fn record(operation: &Operation, body: &[u8], partial: bool, issues: &[Issue]) {
    static FILE: LazyLock<Mutex<File>> = LazyLock::new(|| {
        let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/check-cases.jsonl");
        Mutex::new(File::create(path).unwrap())
    });
    let issues: Vec<Value> = issues
        .iter()
        .map(|issue| {
            let severity = if issue.severity == Severity::Error { "error" } else { "warning" };
            json!([issue.rule.facts().id, severity, issue.path, issue.offset, issue.message()])
        })
        .collect();
    let case =
        json!({ "operation": operation.id, "body": body, "partial": partial, "issues": issues });
    // In one write: the formatter writes each number of a body of bytes alone.
    FILE.lock().unwrap().write_all(format!("{case}\n").as_bytes()).unwrap();
}

/// Each issue of a request to create a chain, as `rule path`.
fn create(body: impl AsRef<[u8]>) -> Vec<String> {
    let issues = found(&CREATE_CHAIN, body.as_ref());
    issues.iter().map(|issue| format!("{} {}", issue.rule.facts().id, issue.path)).collect()
}

/// Each issue of a request to create a chain, as `path message`.
fn messages(body: impl AsRef<[u8]>) -> Vec<String> {
    let issues = found(&CREATE_CHAIN, body.as_ref());
    issues.iter().map(|issue| format!("{} {}", issue.path, issue.message())).collect()
}

#[test]
fn the_references_example_has_two_warnings_and_no_error() {
    let example = CREATE_CHAIN.body.unwrap().example;
    let issues = found(&CREATE_CHAIN, example.as_bytes());
    assert!(issues.iter().all(|issue| issue.severity == Severity::Warning));
    assert_eq!(
        create(example),
        [
            "check-letter /actor/identity_document/document_number",
            "phone-length /actor/msisdn/phone_number",
        ]
    );
    for issue in issues {
        let value = &example[issue.offset..];
        assert!(value.starts_with("\"12345678A\"") || value.starts_with("6123456789"), "{issue:?}");
    }
    assert_eq!(create(request().to_string()), [""; 0]);
}

#[test]
fn the_references_single_quoted_curl_body_is_not_json() {
    let body = CREATE_CHAIN.body.unwrap().example.replace('"', "'");
    assert_eq!(
        messages(body),
        [" is not JSON: single quote instead of a double quote, at line 2, column 3"]
    );
}

#[test]
fn a_syntax_error_has_its_line_and_column() {
    for (body, message) in [
        ("", "the body is empty, at line 1, column 1"),
        (" \n", "unexpected end of the body, at line 2, column 1"),
        ("{", "unexpected end of the body, at line 1, column 2"),
        ("{\"actor\"", "unexpected end of the body, at line 1, column 9"),
        ("{\"actor\":", "unexpected end of the body, at line 1, column 10"),
        ("{\"actor\":{", "unexpected end of the body, at line 1, column 11"),
        ("{\"actor", "unexpected end of the body, at line 1, column 8"),
        ("{\"actor\" 1}", "expected a colon, at line 1, column 10"),
        ("{actor:1}", "expected a name in double quotes, at line 1, column 2"),
        ("{\"x\":tru}", "expected a value, at line 1, column 9"),
        ("{\"x\":}", "expected a value, at line 1, column 6"),
        ("{\"x\":undefined}", "expected a value, at line 1, column 6"),
        ("{\"x\":1,}", "trailing comma, at line 1, column 8"),
        ("{\"x\":[1,]}", "trailing comma, at line 1, column 9"),
        ("{\"x\":[1 2]}", "expected a comma or ], at line 1, column 9"),
        ("{\"x\":1 \"y\":2}", "expected a comma or }, at line 1, column 8"),
        ("{\"x\":01}", "malformed number, at line 1, column 7"),
        ("{\"x\":1.}", "malformed number, at line 1, column 8"),
        ("{\"x\":-}", "malformed number, at line 1, column 7"),
        ("{\"x\":1e}", "malformed number, at line 1, column 8"),
        ("{\"x\":\"\\x\"}", "invalid escape sequence, at line 1, column 7"),
        ("{\"x\":\"\\u12g4\"}", "invalid escape sequence, at line 1, column 11"),
        ("{\"x\":\"a\tb\"}", "unescaped control character in a string, at line 1, column 8"),
        ("{\"é\n\":1}", "unescaped control character in a string, at line 1, column 4"),
        ("{} x", "unexpected text after the value, at line 1, column 4"),
        ("{}{}", "unexpected text after the value, at line 1, column 3"),
    ] {
        let messages = messages(body);
        assert_eq!(messages.last(), Some(&format!(" is not JSON: {message}")), "{body}");
    }
}

#[test]
fn issues_before_a_syntax_error_are_reported_too() {
    assert_eq!(
        create("{\"expires_in\":\"15\",\"actor\":[}"),
        ["duration /expires_in", "type /actor", "json-syntax "]
    );
}

#[test]
fn text_is_utf8_without_halves_of_pairs() {
    let named = |name: &[u8]| [b"{\"actor\":{\"name\":\"".as_slice(), name, b"\"}}"].concat();
    for (name, rule) in [
        (b"\xFF".as_slice(), "invalid-utf8"),
        (b"\xC3", "invalid-utf8"),
        (b"\xC0\xAF", "invalid-utf8"),
        (b"\xF5\x80\x80\x80", "invalid-utf8"),
        (b"\xED\xA0\x80", "lone-surrogate"),
        (b"\\ud800", "lone-surrogate"),
        (b"\\udc00\\ud800", "lone-surrogate"),
        (b"\\ud800\\u0041", "lone-surrogate"),
        (b"\\ud800\xFF", "lone-surrogate"),
        (b"\xFF\\ud800", "invalid-utf8"),
    ] {
        assert!(create(named(name)).contains(&format!("{rule} /actor/name")), "{name:?}");
    }
    for name in ["José", "李明", "Ольга", "👩‍👧", "\\ud83d\\ude00", "a\\/b"] {
        let found = create(named(name.as_bytes()));
        assert!(found.iter().all(|issue| !issue.ends_with("/actor/name")), "{name}: {found:?}");
    }
    let marked = [b"\xEF\xBB\xBF".as_slice(), request().to_string().as_bytes()].concat();
    assert_eq!(create(marked), ["byte-order-mark "]);
}

#[test]
fn a_body_must_be_an_object() {
    for (body, found) in [
        ("null", "null"),
        ("[]", "an array"),
        ("\"text\"", "a string"),
        ("7", "a number"),
        ("-7.5", "a number"),
        ("true", "a boolean"),
    ] {
        assert_eq!(messages(body), [format!(" must be an object, not {found}")], "{body}");
    }
}

#[test]
fn size_and_depth_have_limits() {
    let large = format!("{{\"x\":\"{}\"}}", "a".repeat(1_000_000));
    assert_eq!(create(large), ["too-large "]);
    let padded = |length: usize| format!("{}{}", " ".repeat(length - 2), "{}");
    assert_eq!(create(padded(MAX_BODY_BYTES + 1)), ["too-large "]);
    assert!(!create(padded(MAX_BODY_BYTES)).contains(&"too-large ".into()));

    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(create(nested(MAX_DEPTH)), ["type "]);
    let deep = create(nested(10_000));
    assert_eq!(deep, ["type ".to_owned(), format!("too-deep {}", "/0".repeat(MAX_DEPTH))]);
}

#[test]
fn duplicate_keys_are_found_with_and_without_escapes() {
    for (body, path) in [
        (r#"{"reason":"a","reason":"b"}"#, "/reason"),
        (r#"{"reason":"a","\u0072eason":"b"}"#, "/reason"),
        (r#"{"x":1,"x":2}"#, "/x"),
        (r#"{"x":1,"\u0078":2}"#, "/x"),
        (r#"{"x":{"y":[{"z":1,"z":1}]}}"#, "/x/y/0/z"),
    ] {
        let issues = found(&CANCEL_CHAIN, body.as_bytes());
        let twice: Vec<_> =
            issues.iter().filter(|issue| issue.rule == Rule::DuplicateKey).collect();
        assert_eq!(twice.len(), 1, "{body}");
        assert_eq!(twice[0].path, path, "{body}");
    }
    assert_eq!(
        create(request().to_string().replacen('{', "{\"actor\":{},", 1)),
        [
            "required /actor/name",
            "required /actor/last_name",
            "required /actor/identity_document",
            "needed-by-step /actor/msisdn",
            "duplicate-key /actor"
        ]
    );
}

#[test]
fn values_have_their_type() {
    for (pointer, value, message) in [
        ("/actor", json!([]), "must be an object, not an array"),
        ("/actor/name", json!(7), "must be a string, not a number"),
        ("/actor/name", json!(1.5), "must be a string, not a number"),
        ("/actor/name", json!({}), "must be a string, not an object"),
        ("/actor/name", json!(false), "must be a string, not a boolean"),
        ("/actor/name", json!(null), "must be a string, not null"),
        ("/actor/email", json!(null), "must be a string, not null"),
        ("/actor/msisdn", json!("612345678"), "must be an object, not a string"),
        ("/actor/msisdn/phone_number", json!("612345678"), "must be an integer, not a string"),
        ("/actor/msisdn/phone_number", json!(null), "must be an integer, not null"),
        ("/actor/msisdn/phone_number", json!([1]), "must be an integer, not an array"),
        (
            "/actor/msisdn/phone_number",
            json!(1.5),
            "must be an integer, not a number with a fraction or an exponent",
        ),
        (
            "/actor/msisdn/phone_number",
            json!(6e9),
            "must be an integer, not a number with a fraction or an exponent",
        ),
        ("/actor/msisdn/country_code", json!(34), "must be a string, not a number"),
        ("/expires_in", json!(15), "must be a string, not a number"),
        ("/sequence", json!({}), "must be an array, not an object"),
        ("/sequence/1", json!("AGENT"), "must be an object, not a string"),
        ("/sequence/0/otp_step/channel/external", json!("true"), "must be a boolean, not a string"),
        ("/sequence/0/otp_step/channel/external", json!(0), "must be a boolean, not a number"),
    ] {
        assert_eq!(messages(with(pointer, &value)), [format!("{pointer} {message}")]);
    }
}

#[test]
fn issues_have_the_provenance_of_their_field() {
    let issues = found(&CREATE_CHAIN, br#"{"actor":{"name":7,"msisdn":{}},"sequence":[7,{},7]}"#);
    let found: Vec<_> = issues
        .iter()
        .map(|issue| {
            format!("{} {} {}", issue.rule.facts().id, issue.path, issue.provenance.name())
        })
        .collect();
    assert_eq!(
        found,
        [
            "required /expires_in reference",
            "required /actor/last_name logic",
            "required /actor/identity_document logic",
            "type /actor/name logic",
            "required /actor/msisdn/phone_number reference",
            "required /actor/msisdn/country_code reference",
            "type /sequence/0 reference",
            "required /sequence/1/identification_type reference",
            "type /sequence/2 reference",
        ]
    );
}

#[test]
fn required_members_are_neither_missing_nor_blank() {
    for pointer in [
        "/actor",
        "/actor/name",
        "/actor/last_name",
        "/actor/identity_document",
        "/actor/identity_document/document_number",
        "/actor/identity_document/document_type",
        "/actor/identity_document/country",
        "/actor/msisdn/phone_number",
        "/actor/msisdn/country_code",
        "/expires_in",
        "/sequence",
        "/sequence/1/identification_type",
        "/sequence/0/otp_step/channel",
        "/sequence/0/otp_step/channel/type",
    ] {
        assert_eq!(create(without(pointer)), [format!("required {pointer}")]);
    }
    for pointer in ["/actor/language", "/actor/email", "/sequence/0/otp_step/two_factor_type"] {
        assert_eq!(create(without(pointer)), [""; 0]);
    }
    let expected = "/sequence/2/identity_document_step/provider_type";
    assert_eq!(create(without(expected)), [format!("expected {expected}")]);

    for blank in [
        "",
        " ",
        "\u{a0}\u{2003}",
        "\n\t",
        "\u{3000}",
        "\u{feff}",
        "\u{0}",
        "\u{85}",
        "\u{ad}",
        "\u{200b}",
        "\u{2800}",
        "\u{3164}",
        "\u{e0041}",
        " \u{200b}\u{3164}",
    ] {
        for pointer in [
            "/actor/name",
            "/actor/last_name",
            "/actor/identity_document/document_number",
            "/actor/identity_document/document_type",
        ] {
            let found = create(with(pointer, &json!(blank)));
            assert_eq!(found, [format!("blank {pointer}")], "{blank:?}");
        }
    }
    let escaped = request().to_string().replace("James", "\\u0020\\t\\u00a0");
    assert_eq!(create(escaped), ["blank /actor/name"]);
}

#[test]
fn unknown_fields_and_values_are_warnings_with_the_nearest_name() {
    for (pointer, value, message) in [
        ("/actor/surname2", json!("x"), "is not a field of the API; it is sent as it is"),
        (
            "/actor/lastName",
            json!("x"),
            "is not a field of the API (did you mean last_name?); it is sent as it is",
        ),
        (
            "/expiresIn",
            json!("x"),
            "is not a field of the API (did you mean expires_in?); it is sent as it is",
        ),
        (
            "/sequence/1/identification_type",
            json!("agent"),
            "is not a value that the API is known to accept (did you mean AGENT?); it is sent as it is",
        ),
        (
            "/actor/identity_document/document_type",
            json!("DRIVING_LICENCE"),
            "is not a value that the API is known to accept; it is sent as it is",
        ),
        (
            "/sequence/0/otp_step/two_factor_type",
            json!("DOCUMENT_NUMBERS"),
            "is not a value that the API is known to accept (did you mean DOCUMENT_NUMBER?); it is sent as it is",
        ),
    ] {
        let body = with(pointer, &value);
        assert_eq!(messages(&body), [format!("{pointer} {message}")]);
        assert_eq!(tally(&CREATE_CHAIN, body.as_bytes(), &Settings::default()).errors, 0);
    }
    assert_eq!(create(with("/actor/a~1b~0c", &json!({ "deep": [1, { "x": null }] }))).len(), 1);
    let long = format!("{{\"{}\":1}}", "k".repeat(1000));
    let shown = format!("unknown-field /{}…", "k".repeat(64));
    assert!(create(long).contains(&shown));
    let odd = request().to_string().replacen('{', "{\"a/b~c\":1,", 1);
    assert_eq!(create(odd), ["unknown-field /a~1b~0c"]);
}

#[test]
fn a_name_or_value_with_one_other_character_is_unknown() {
    let otp = "/sequence/0";
    for (parent, name) in [
        ("", "actor"),
        ("", "expires_in"),
        ("/actor", "name"),
        ("/actor", "last_name"),
        ("/actor", "identity_document"),
        (otp, "otp_step"),
        (otp, "identification_type"),
    ] {
        for place in 0..name.len() {
            let other = format!("{}#{}", &name[..place], &name[place + 1..]);
            let expected = [format!("unknown-field {parent}/{other}")];
            assert_eq!(create(with(&format!("{parent}/{other}"), &json!(1))), expected);
        }
    }
    for (pointer, value) in [
        ("/sequence/0/identification_type", "OTP"),
        ("/sequence/0/otp_step/channel/type", "SMS"),
        ("/sequence/1/identification_type", "AGENT"),
        ("/sequence/0/otp_step/two_factor_type", "DOCUMENT_NUMBER"),
        ("/sequence/2/identification_type", "IDENTITY_DOCUMENT"),
    ] {
        for place in 0..value.len() {
            let other = format!("{}#{}", &value[..place], &value[place + 1..]);
            let found = create(with(pointer, &json!(other)));
            assert!(found.contains(&format!("unknown-value {pointer}")), "{other}: {found:?}");
        }
    }
}

#[test]
fn issues_after_the_limit_are_counted() {
    let duplicates = |times: usize| format!("{{{}}}", vec!["\"reason\":\"late\""; times].join(","));
    let all = found(&CANCEL_CHAIN, duplicates(MAX_ISSUES + 1).as_bytes());
    assert_eq!(all.len(), MAX_ISSUES);
    assert!(all.iter().all(|issue| issue.rule == Rule::DuplicateKey));

    let text = duplicates(MAX_ISSUES + 4);
    let more = found(&CANCEL_CHAIN, text.as_bytes());
    let [listed @ .., last] = &more[..] else { panic!("{more:?}") };
    assert_eq!(listed.len(), MAX_ISSUES);
    assert_eq!(
        (last.rule, last.severity, last.path.as_str()),
        (Rule::MoreIssues, Severity::Error, "")
    );
    assert_eq!(last.message(), format!("has more than {MAX_ISSUES} issues; not listed: 3"));
    assert_eq!(last.offset, 1 + "\"reason\":\"late\",".len() * (MAX_ISSUES + 1));

    // A warning blocks nothing, listed or not. An error blocks, listed or not.
    let mut severities = Severities::DEFAULT;
    severities.set("type", Severity::Warning).unwrap();
    let settings = Settings { severities, ..Settings::default() };
    let items = |count: usize, last: &str| {
        let mut request = request();
        request["sequence"] = vec![1; count].into();
        request.to_string().replace("1]", last)
    };
    for (last, errors, warnings) in [("1]", 0, MAX_ISSUES + 1), ("{}]", 1, MAX_ISSUES)] {
        let body = items(MAX_ISSUES + 3, last);
        let counts = tally(&CREATE_CHAIN, body.as_bytes(), &settings);
        assert_eq!((counts.errors, counts.warnings), (errors, warnings), "{last}");
        assert_eq!(issues(&CREATE_CHAIN, body.as_bytes(), &settings).len(), errors + warnings);
    }
}

#[test]
fn an_issue_counts_once_for_each_unknown_name_in_its_path() {
    let duplicates = vec!["\"x\":1"; 50].join(",");
    for (names, listed) in [(0, 49), (1, 49), (2, 33), (9, 9), (29, 3)] {
        let body = format!("{}{{{duplicates}}}{}", "{\"a\":".repeat(names), "}".repeat(names));
        let issues = found(&CANCEL_CHAIN, body.as_bytes());
        let repeated = issues.iter().filter(|issue| issue.rule == Rule::DuplicateKey).count();
        assert_eq!(repeated, listed, "{names}");
        let last = issues.iter().find(|issue| issue.rule == Rule::MoreIssues);
        let unlisted = 49 - listed;
        assert_eq!(
            last.map(Issue::message),
            (unlisted > 0).then(|| {
                format!("has more than {} issues; not listed: {unlisted}", listed + 1)
            }),
        );
    }
}

#[test]
fn unknown_fields_after_the_limit_are_counted() {
    let members = |from: usize, to: usize| {
        let members = (from..=to).map(|number| format!("\"x{number}\":{{\"y\":1}},"));
        members.collect::<Vec<_>>().concat()
    };
    let all = format!("{{{}\"reason\":\"late\"}}", members(1, MAX_UNKNOWN_FIELDS));
    let issues = found(&CANCEL_CHAIN, all.as_bytes());
    assert_eq!(issues.len(), MAX_UNKNOWN_FIELDS);
    assert!(issues.iter().all(|issue| issue.rule == Rule::UnknownField));

    let more =
        format!("{{{}\"x51\":1,\"x52\":1,\"x52\":2,\"reason\":1}}", members(1, MAX_UNKNOWN_FIELDS));
    let issues = found(&CANCEL_CHAIN, more.as_bytes());
    let [listed @ .., unlisted, duplicate, mistyped] = &issues[..] else { panic!("{issues:?}") };
    assert!(listed.iter().all(|issue| issue.rule == Rule::UnknownField));
    assert_eq!(listed.len(), MAX_UNKNOWN_FIELDS);
    assert_eq!(unlisted.rule, Rule::UnknownFields);
    assert_eq!(unlisted.path, "");
    assert_eq!(unlisted.offset, more.find("\"x51\"").unwrap());
    assert_eq!(
        unlisted.message(),
        "has more than 50 unknown fields, which are sent as they are; not listed: 2"
    );
    assert_eq!((duplicate.rule, duplicate.path.as_str()), (Rule::DuplicateKey, "/x52"));
    assert_eq!((mistyped.rule, mistyped.path.as_str()), (Rule::Type, "/reason"));

    let broken = found(&CANCEL_CHAIN, &more.as_bytes()[..more.len() - 1]);
    let counted = broken.iter().filter(|issue| issue.rule == Rule::UnknownFields).count();
    assert_eq!((counted, broken.last().unwrap().rule), (1, Rule::JsonSyntax));

    for severity in [Severity::Off, Severity::Warning, Severity::Error] {
        let mut severities = Severities::DEFAULT;
        severities.set("unknown-field", severity).unwrap();
        assert_eq!(severities.of(Rule::UnknownFields), severity);
        let settings = Settings { severities, ..Settings::default() };
        let counts = tally(&CANCEL_CHAIN, more.as_bytes(), &settings);
        let (errors, warnings) = match severity {
            Severity::Off => (2, 0),
            Severity::Warning => (2, MAX_UNKNOWN_FIELDS + 1),
            Severity::Error => (MAX_UNKNOWN_FIELDS + 3, 0),
        };
        assert_eq!((counts.errors, counts.warnings), (errors, warnings));
    }
    let mut severities = Severities::DEFAULT;
    assert_eq!(severities.set("unknown-fields", Severity::Off), Err(OverrideError::Locked));
}

#[test]
fn a_path_shows_the_start_of_a_long_name() {
    let many = |character: &str| character.repeat(70);
    for (name, shown) in [
        (many("é"), "é".repeat(64) + "…"),
        (many("李"), "李".repeat(64) + "…"),
        (many("😀"), "😀".repeat(64) + "…"),
        (many("\\u00e9"), "é".repeat(64) + "…"),
        (many("\\ud83d\\ude00"), "😀".repeat(64) + "…"),
        (many("\\/"), "~1".repeat(64) + "…"),
        (many("\\ud83d") + "", "\u{FFFD}".repeat(64) + "…"),
        ("k".repeat(63) + "\\u0041", "k".repeat(63) + "A"),
        ("k".repeat(64) + "\\u0041", "k".repeat(64) + "…"),
    ] {
        let issues = found(&CANCEL_CHAIN, format!("{{\"{name}\":1}}").as_bytes());
        assert_eq!(issues.last().unwrap().path, format!("/{shown}"), "{name}");
    }
    let mut bytes = b"{\"".to_vec();
    bytes.extend([b"k".repeat(300), b"\xFF\":1}".to_vec()].concat());
    assert_eq!(found(&CANCEL_CHAIN, &bytes)[0].path, "/\u{FFFD}");
}

#[test]
fn durations_are_iso_8601_and_not_zero() {
    for (duration, issue) in [
        ("PT15M", None),
        ("P1W", None),
        ("PT1.5H", None),
        ("PT0,5H", None),
        ("P1DT12H", None),
        ("PT36H", None),
        ("PT60S", None),
        ("P30D", None),
        ("P28D", None),
        ("15", Some("duration")),
        ("P", Some("duration")),
        ("PT", Some("duration")),
        ("P1H", Some("duration")),
        ("-PT15M", Some("duration")),
        ("pt15m", Some("duration")),
        ("", Some("duration")),
        ("PT0S", Some("duration-zero")),
        ("P0Y0M0DT0H0M0.0S", Some("duration-zero")),
        ("PT59S", Some("duration-range")),
        ("P31D", Some("duration-range")),
        ("P30DT1S", Some("duration-range")),
        ("P5W", Some("duration-range")),
        ("P1M", Some("duration-range")),
        ("P1Y", Some("duration-range")),
    ] {
        let expected: Vec<_> =
            issue.map(|rule| format!("{rule} /expires_in")).into_iter().collect();
        assert_eq!(create(with("/expires_in", &json!(duration))), expected, "{duration}");
    }
    assert_eq!(
        messages(with("/expires_in", &json!("P31D"))),
        [
            "/expires_in may be outside the range of 1 minute to 30 days that the provider's other processes accept"
        ]
    );
    let long = format!("\\u0050T{}15M", "0".repeat(600));
    assert_eq!(create(request().to_string().replace("PT15M", &long)), [""; 0]);
}

#[test]
fn texts_have_the_format_of_their_standard() {
    let number = "/actor/identity_document/document_number";
    for (pointer, value, rule) in [
        ("/actor/email", json!("nobody"), "email"),
        ("/actor/email", json!(""), "email"),
        ("/actor/email", json!("james@example"), "email-domain"),
        ("/actor/language", json!("es"), "language"),
        ("/actor/language", json!("spa"), "language"),
        ("/actor/language", json!("JP"), "language-unassigned"),
        ("/actor/identity_document/country", json!("ESP"), "country"),
        ("/actor/identity_document/country", json!("es"), "country"),
        ("/actor/identity_document/country", json!("UK"), "country-unassigned"),
        ("/actor/msisdn/country_code", json!("+34"), "calling-code"),
        ("/actor/msisdn/country_code", json!("0034"), "calling-code"),
        ("/actor/msisdn/country_code", json!("999"), "calling-code-unassigned"),
        ("/actor/msisdn/phone_number", json!(-1), "phone-number"),
        ("/actor/msisdn/phone_number", json!(0), "phone-number"),
        ("/actor/msisdn/phone_number", json!(6_123_456_789_012_345_678_u64), "phone-number"),
        ("/actor/msisdn/phone_number", json!(12_345_678_901_234_u64), "phone-number"),
        ("/actor/msisdn/phone_number", json!(6_123_456_789_u64), "phone-length"),
        (number, json!("12345678A"), "check-letter"),
        (number, json!("X1234567A"), "check-letter"),
        (number, json!("1234567"), "document-number"),
        (number, json!("B58378431"), "document-number"),
    ] {
        assert_eq!(create(with(pointer, &value)), [format!("{rule} {pointer}")], "{value}");
    }
    for (pointer, value) in [
        ("/actor/email", json!("o'hara+tag@sub.example.co")),
        ("/actor/language", json!("CA")),
        ("/actor/identity_document/country", json!("PT")),
        ("/actor/identity_document/document_type", json!("PASSPORT")),
        ("/actor/msisdn", json!({ "country_code": "351", "phone_number": 912_345_678 })),
        ("/actor/msisdn", json!({ "country_code": "800", "phone_number": 1 })),
        (number, json!("X1234567L")),
    ] {
        assert_eq!(create(with(pointer, &value)), [""; 0], "{value}");
    }
}

#[test]
fn spanish_documents_are_checked_by_their_type() {
    let (form, end) = (Some("document-number"), Some("check-letter"));
    for (document_type, country, number, rule) in [
        ("IDENTITY_CARD", "ES", "12345678Z", None),
        ("IDENTITY_CARD", "ES", "12345678-z", None),
        ("IDENTITY_CARD", "ES", "X1234567L", None),
        ("IDENTITY_CARD", "ES", "K1234567L", None),
        ("IDENTITY_CARD", "ES", "B58378431", form),
        ("IDENTITY_CARD", "ES", "L1234567A", end),
        ("IDENTITY_CARD", "PT", "12345678", None),
        ("NIF", "ES", "54362315K", None),
        ("NIF", "ES", "X-5253868-R", None),
        ("NIF", "ES", "M-1234567-L", None),
        ("NIF", "ES", "B-58378431", None),
        ("NIF", "ES", "B64717839", end),
        ("NIF", "ES", "54362315Z", end),
        ("NIF", "ES", "123", form),
        ("NIF", "PT", "123456789", None),
        ("NIE", "ES", "X-2482300W", None),
        ("NIE", "ES", "X-2482300A", end),
        ("NIE", "ES", "12345678Z", form),
        ("PASSPORT", "ES", "AAA123456", None),
        ("PASSPORT", "ES", "12345678A", None),
    ] {
        let document = json!({
            "document_type": document_type,
            "country": country,
            "document_number": number,
        });
        let pointer = "/actor/identity_document";
        let expected: Vec<_> =
            rule.map(|rule| format!("{rule} {pointer}/document_number")).into_iter().collect();
        assert_eq!(create(with(pointer, &document)), expected, "{document}");
    }
}

#[test]
fn phone_length_names_the_expected_lengths() {
    for (code, number, plan) in [
        ("34", 6_123_456_789_u64, Some("9")),
        ("44", 12_345_678, Some("9, 10")),
        ("1", 202_555_017, Some("10")),
        ("225", 707_070_707, None),
        ("225", 70_707_070, Some("9, 10")),
        ("39", 612_345_678, None),
    ] {
        let body = with("/actor/msisdn", &json!({ "country_code": code, "phone_number": number }));
        let message = |digits| {
            format!(
                "/actor/msisdn/phone_number has the wrong number of digits for its country code; expected {digits}"
            )
        };
        let expected: Vec<_> = plan.map(message).into_iter().collect();
        assert_eq!(messages(body), expected, "{code} {number}");
    }
}

#[test]
fn characters_that_are_there_by_mistake_are_warnings() {
    let all = &["control-character", "bidi-control", "leading-mark", "not-nfc"];
    for (typed, rules) in [
        ("James", &[][..]),
        ("José", &[]),
        ("Nguyễn Thị Ánh", &[]),
        ("ẹ\\u0301", &[]),
        ("דוד", &[]),
        ("محمد\\u200f", &[]),
        ("한지민", &[]),
        ("👩‍👧", &[]),
        ("James\\n", &["control-character"]),
        ("Ja\\u0000mes", &["control-character"]),
        ("James\u{7f}", &["control-character"]),
        ("James\u{85}", &["control-character"]),
        ("\\u202eJames", &["bidi-control"]),
        ("James\u{2066}", &["bidi-control"]),
        ("\\u0301lvaro", &["leading-mark"]),
        ("\u{93f}राम", &["leading-mark"]),
        ("Jose\\u0301", &["not-nfc"]),
        ("\u{212b}sa", &["not-nfc"]),
        ("\u{212b}", &["not-nfc"]),
        ("\u{1112}\u{1161}\u{11ab}", &["not-nfc"]),
        ("\\u0301\\u0000\\u202ee\\u0301", all),
    ] {
        for (example, pointer) in [("James", "/actor/name"), ("Smith", "/actor/last_name")] {
            let expected: Vec<_> = rules.iter().map(|rule| format!("{rule} {pointer}")).collect();
            assert_eq!(create(request().to_string().replace(example, typed)), expected, "{typed}");
        }
    }
    for (reason, rules) in
        [("two\\r\\n\\tlines", &[][..]), ("a bell\\u0007", &[Rule::ControlCharacter])]
    {
        let issues = found(&CANCEL_CHAIN, format!("{{\"reason\":\"{reason}\"}}").as_bytes());
        let broken: Vec<_> = issues.iter().map(|issue| issue.rule).collect();
        assert_eq!(broken, rules, "{reason}");
    }
}

#[test]
fn a_request_of_the_earlier_api_has_one_issue() {
    let earlier = json!({
        "actor": {
            "name": "James",
            "identity_document": { "document_number": "12345678Z", "document_type": "NIF" },
            "msisdn": { "phone_number": "612345678" },
        },
        "expiresIn": "15",
        "sequence": [
            { "configuration": {
                "identificationType": "OTP",
                "twoFactorType": "DOCUMENT_NUMBER",
                "channel": { "type": "SMS", "external": "true" },
            } },
            { "configuration": { "identificationType": "AGENT" } },
        ],
    });
    let body = earlier.to_string();
    let older = "older-contract /sequence/0";
    assert_eq!(create(&body), [older]);
    let twice = body.replacen("\"name\"", "\"name\":\"J\",\"name\"", 1);
    assert_eq!(create(twice), ["duplicate-key /actor/name", older]);
    assert_eq!(create(&body[..body.len() - 1]), [older, "json-syntax "]);

    let with_severity = |severity| {
        let mut severities = Severities::DEFAULT;
        severities.set("older-contract", severity).unwrap();
        let settings = Settings { severities, ..Settings::default() };
        tally(&CREATE_CHAIN, body.as_bytes(), &settings)
    };
    let off = with_severity(Severity::Off);
    let warning = with_severity(Severity::Warning);
    assert!(off.errors > 5);
    assert_eq!((warning.errors, warning.warnings), (off.errors, off.warnings + 1));

    let configuration = json!({ "identificationType": "OTP" });
    for pointer in ["/actor/configuration", "/configuration", "/sequence/1/configuration"] {
        let expected = [format!("unknown-field {pointer}")];
        assert_eq!(create(with(pointer, &configuration)), expected);
    }
    // Only the steps of the sequence count.
    let mut elsewhere = request();
    elsewhere["expires_in"] = json!([{ "configuration": configuration }]);
    elsewhere["sequence"] = json!([{}]);
    assert_eq!(
        create(elsewhere.to_string()),
        ["type /expires_in", "required /sequence/0/identification_type"]
    );
    let other = json!([{ "configuration": { "type": "OTP" } }]);
    assert_eq!(
        create(with("/sequence", &other)),
        ["required /sequence/0/identification_type", "unknown-field /sequence/0/configuration"]
    );
}

/// Each issue of a request that somebody is still filling in, as `rule path`.
fn partial(body: &Value) -> Vec<String> {
    let settings = Settings { partial: true, ..Settings::default() };
    let body = body.to_string();
    let issues = issues(&CREATE_CHAIN, body.as_bytes(), &settings);
    let Tally { errors, warnings, .. } = tally(&CREATE_CHAIN, body.as_bytes(), &settings);
    assert_eq!(errors + warnings, issues.len());
    record(&CREATE_CHAIN, body.as_bytes(), true, &issues);
    issues.iter().map(|issue| format!("{} {}", issue.rule.facts().id, issue.path)).collect()
}

#[test]
fn nothing_is_missing_while_somebody_fills_in_a_request() {
    let sms = json!({ "channel": { "type": "SMS" } });
    for body in [
        json!({}),
        json!({ "actor": {}, "sequence": [] }),
        json!({ "actor": { "name": "", "email": " ", "language": null, "msisdn": null } }),
        json!({ "actor": null, "sequence": [{}, { "identification_type": "OTP" }, null] }),
        json!({ "actor": { "msisdn": { "country_code": "", "phone_number": null } } }),
        json!({ "expires_in": "", "sequence": [{ "identification_type": "" }] }),
        json!({ "actor": { "msisdn": { "phone_number": "" }, "identity_document": " " } }),
        json!({ "sequence": [{ "otp_step": { "channel": { "external": "" } } }, ""] }),
        json!({ "sequence": [{ "identification_type": "AGENT", "otp_step": {} }] }),
        json!({ "sequence": [{ "identification_type": "AGENT", "otp_step": null }] }),
        json!({ "sequence": [{ "identification_type": "OTP", "otp_step": sms }] }),
        request(),
    ] {
        assert_eq!(partial(&body), [""; 0], "{body}");
    }
    let short = json!({ "country_code": "34", "phone_number": 61 });
    for (body, expected) in [
        (json!({ "expires_in": "15" }), "duration /expires_in"),
        (json!({ "actor": { "email": "james@" } }), "email /actor/email"),
        (json!({ "actor": { "name": 7 } }), "type /actor/name"),
        (json!({ "actor": "James" }), "type /actor"),
        (json!({ "actor": { "nmae": "" } }), "unknown-field /actor/nmae"),
        (json!({ "actor": { "msisdn": short } }), "phone-length /actor/msisdn/phone_number"),
        (
            json!({ "sequence": [{
                "identification_type": null,
                "configuration": { "identificationType": "OTP" },
            }] }),
            "older-contract /sequence/0",
        ),
        (json!([]), "type "),
    ] {
        assert_eq!(partial(&body), [expected], "{body}");
    }
}

#[test]
fn steps_are_unique_and_have_the_details_of_their_type() {
    let otp = json!({
        "identification_type": "OTP",
        "otp_step": { "channel": { "type": "SMS" } },
    });
    let document = json!({
        "identification_type": "IDENTITY_DOCUMENT",
        "identity_document_step": { "provider_type": "INTERNAL" },
    });
    let agent = json!({ "identification_type": "AGENT" });
    let other = json!({ "identification_type": "SELFIE" });
    let expected_none: &[&str] = &[];
    for (sequence, expected) in [
        (json!([]), &["empty-sequence /sequence"][..]),
        (json!([agent]), expected_none),
        (json!([document, otp, agent]), expected_none),
        (json!([{ "identification_type": "OTP" }]), &["step-details /sequence/0/otp_step"]),
        (
            json!([agent, { "identification_type": "IDENTITY_DOCUMENT" }]),
            &["step-details /sequence/1/identity_document_step"],
        ),
        (
            json!([{ "identification_type": "AGENT", "otp_step": { "channel": { "type": "SMS" } } }]),
            &["step-mismatch /sequence/0/otp_step"],
        ),
        (json!([otp, otp]), &["duplicate-step /sequence/1/identification_type"]),
        (
            json!([agent, otp, agent, agent]),
            &[
                "duplicate-step /sequence/2/identification_type",
                "duplicate-step /sequence/3/identification_type",
            ],
        ),
        (
            json!([other, agent, other]),
            &[
                "unknown-value /sequence/0/identification_type",
                "unknown-value /sequence/2/identification_type",
                "duplicate-step /sequence/2/identification_type",
            ],
        ),
    ] {
        assert_eq!(create(with("/sequence", &sequence)), expected, "{sequence}");
    }
    let issues = found(&CREATE_CHAIN, with("/sequence", &json!([agent, otp, agent])).as_bytes());
    assert_eq!(issues[0].message(), "has the same identification_type as /sequence/0");
}

#[test]
fn the_actor_has_what_the_steps_need() {
    let step = |otp: &Value| json!([{ "identification_type": "OTP", "otp_step": otp }]);
    let reason = "/sequence/0/otp_step/channel/type needs it";
    for (otp, missing, needed_by) in [
        (json!({ "channel": { "type": "SMS" } }), "/actor/msisdn", Some(reason)),
        (json!({ "channel": { "type": "WHATSAPP" } }), "/actor/msisdn", Some(reason)),
        (json!({ "channel": { "type": "EMAIL" } }), "/actor/email", Some(reason)),
        (json!({ "channel": { "type": "SMS", "external": false } }), "/actor/msisdn", Some(reason)),
        (json!({ "channel": { "type": "SMS", "external": true } }), "/actor/msisdn", None),
        (json!({ "channel": { "type": "SMS" } }), "/actor/email", None),
        (json!({ "channel": { "type": "EMAIL" } }), "/actor/msisdn", None),
        (
            json!({ "channel": { "type": "SMS" }, "two_factor_type": "EMAIL" }),
            "/actor/email",
            Some("/sequence/0/otp_step/two_factor_type needs it"),
        ),
    ] {
        let mut request = request();
        request["sequence"] = step(&otp);
        let name = missing.rsplit('/').next().unwrap();
        request["actor"].as_object_mut().unwrap().remove(name).unwrap();
        let expected: Vec<_> =
            needed_by.map(|by| format!("{missing} is missing; {by}")).into_iter().collect();
        assert_eq!(messages(request.to_string()), expected, "{otp}");
    }
}

#[test]
fn members_may_have_any_order_and_any_white_space() {
    let mut reversed = String::from("{");
    for (name, value) in request().as_object().unwrap().iter().rev() {
        reversed.push_str(&format!(" \t\r\n\"{name}\" \n:\t{value} ,"));
    }
    reversed.pop();
    reversed.push_str("} \n");
    assert_eq!(create(&reversed), [""; 0]);
    let escaped = request().to_string().replace("\"actor\"", "\"\\u0061ctor\"");
    assert_eq!(create(escaped.replace("AGENT", "\\u0041GENT")), [""; 0]);
}

#[test]
fn an_escaped_name_is_known_if_all_its_characters_are() {
    for (name, known) in [
        (r"\u0061ctor", true),
        (r"acto\u0072", true),
        (r"\u0061cto", false),
        (r"\u0061ctors", false),
        (r"\u0061ct0r", false),
        (r"\u0062ctor", false),
    ] {
        let body = request().to_string().replace("\"actor\"", &format!("\"{name}\""));
        assert_eq!(create(body).is_empty(), known, "{name}");
    }
}

#[test]
fn a_reason_is_any_text_or_none() {
    for body in ["{}", r#"{"reason":""}"#, r#"{"reason":" "}"#, r#"{"reason":"\u0041"}"#] {
        assert_eq!(found(&CANCEL_CHAIN, body.as_bytes()), [], "{body}");
    }
    let empty = tally(&CANCEL_CHAIN, b" { } ", &Settings::default());
    assert!(empty.empty_object);
    let issues = found(&CANCEL_CHAIN, br#"{"reason":1,"reasom":2}"#);
    let rules: Vec<_> = issues.iter().map(|issue| issue.rule).collect();
    assert_eq!(rules, [Rule::Type, Rule::UnknownField]);
    assert_eq!(found(&CLOSE_CHAIN, b""), []);
}

#[test]
fn severities_are_overridden_by_id() {
    let mut severities = Severities::DEFAULT;
    severities.set("check-letter", Severity::Off).unwrap();
    severities.set("phone-length", Severity::Error).unwrap();
    severities.set("required", Severity::Warning).unwrap();
    let settings = Settings { severities: severities.clone(), ..Settings::default() };
    let example = CREATE_CHAIN.body.unwrap().example;
    let counts = tally(&CREATE_CHAIN, example.as_bytes(), &settings);
    assert_eq!((counts.errors, counts.warnings), (1, 0));
    let counts = tally(&CREATE_CHAIN, b"{}", &settings);
    assert_eq!((counts.errors, counts.warnings), (0, 3));

    for (id, error) in [
        ("json-syntax", OverrideError::Locked),
        ("duplicate-key", OverrideError::Locked),
        ("too-large", OverrideError::Locked),
        ("invalid-utf8", OverrideError::Locked),
        ("chek-letter", OverrideError::UnknownRule(Some("check-letter"))),
        ("zzz", OverrideError::UnknownRule(None)),
    ] {
        assert_eq!(severities.set(id, Severity::Off), Err(error), "{id}");
    }
    let body = without("/actor/identity_document/document_number");
    let counts = tally(&CREATE_CHAIN, body.as_bytes(), &settings);
    assert_eq!((counts.errors, counts.warnings), (1, 1), "a step needs it, too");

    let unchanged = [255; Rule::ALL.len()];
    assert_eq!(Severities::from_bytes(&unchanged), Severities::DEFAULT);
    let all_off = Severities::from_bytes(&[0; Rule::ALL.len()]);
    for rule in Rule::ALL {
        let follows = *rule == Rule::UnknownFields;
        assert_eq!(all_off.of(*rule) == Severity::Off, !rule.facts().locked || follows, "{rule:?}");
    }
}

#[test]
fn no_issue_contains_a_value() {
    let secret = "SeCrEt-42";
    let mut request = reference();
    for pointer in [
        "/actor/email",
        "/actor/language",
        "/actor/identity_document/country",
        "/actor/identity_document/document_number",
        "/actor/identity_document/document_type",
        "/actor/msisdn/country_code",
        "/actor/msisdn/phone_number",
        "/expires_in",
        "/sequence/0/identification_type",
        "/sequence/0/otp_step/channel/type",
    ] {
        *request.pointer_mut(pointer).unwrap() = secret.into();
    }
    let issues = found(&CREATE_CHAIN, request.to_string().as_bytes());
    assert!(issues.len() >= 10, "{issues:?}");
    for issue in issues {
        assert!(!format!("{issue:?} {}", issue.message()).contains(secret), "{issue:?}");
    }
}
