//! The lexer agrees with RFC 8259, in tables of cases, and with other JSON parsers, on any bytes.
//!
//! `JSON_SUITE=folder cargo test --test json` also runs a copy of nst/JSONTestSuite.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use identification_chain::check::{Settings, issues, tally};
use identification_chain::contract::{CANCEL_CHAIN, CREATE_CHAIN, MAX_DEPTH, OPERATIONS, Rule};
use proptest::prelude::*;
use serde::Deserialize as _;
use serde_json::Value;

/// The rules about syntax.
const SYNTAX: [Rule; 6] = [
    Rule::JsonSyntax,
    Rule::ByteOrderMark,
    Rule::InvalidUtf8,
    Rule::LoneSurrogate,
    Rule::TooLarge,
    Rule::TooDeep,
];

/// Texts that are JSON.
const ACCEPTED: &[(&[u8], &str)] = &[
    // Literals, and values without a structure around them.
    (b"null", "null"),
    (b"true", "true"),
    (b"false", "false"),
    (b"0", "a number"),
    (b"\"\"", "an empty string"),
    // Structure.
    (b"[]", "an empty array"),
    (b"{}", "an empty object"),
    (b"[[],{},[[]]]", "empty in an array"),
    (b"[null,1,\"a\",true,{\"b\":[false]}]", "items of every type"),
    (b"{\"a\":{\"b\":[{\"c\":null}]},\"d\":0}", "members in members"),
    (b"{\"\":0}", "an empty name"),
    (b"{\"a\":1,\"a\":2}", "a name twice: duplicate-key is about content"),
    (b"{\"a\":1,\"\\u0061\":1}", "a name twice, once escaped"),
    (b"{\"\\u0000\":0}", "a name of an escaped control character"),
    (b"[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]", "24 levels"),
    // White space.
    (b" \t\n\r[ \t\n\r1 \t\n\r, \t\n\r2 \t\n\r] \t\n\r", "all four around items"),
    (b" \t\n\r{ \t\n\r\"a\" \t\n\r: \t\n\r1 \t\n\r} \t\n\r", "all four around members"),
    (b"[ \n]", "in an empty array"),
    (b"{\r\n}", "in an empty object"),
    (b"0\n", "after a number"),
    // Numbers.
    (b"-0", "a negative zero"),
    (b"0.0", "a zero with a fraction"),
    (b"-10", "a negative integer"),
    (b"9007199254740993", "an integer that a double cannot hold"),
    (b"1.00", "a fraction of zeros"),
    (b"0.000000000000000000000000000001", "a long fraction"),
    (b"0e0", "a zero with an exponent"),
    (b"1E5", "a capital E"),
    (b"1e+5", "an exponent with a plus"),
    (b"1e-5", "an exponent with a minus"),
    (b"-1.5E-007", "an exponent with leading zeros"),
    // Strings.
    (b"\" !#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~\"", "printable ASCII"),
    (b"\"\x7F\"", "the delete character, which is not escaped"),
    (b"\"/* a */ // b # c\"", "what would be comments"),
    (b"\"\xC3\xA9 \xE6\x9D\x8E \xF0\x9F\x98\x80\"", "characters of two, three and four bytes"),
    (b"\"\xC2\x80 \xE0\xA0\x80 \xF0\x90\x80\x80\"", "the first of two, three and four bytes"),
    (b"\"\xDF\xBF \xEF\xBF\xBF \xF4\x8F\xBF\xBF\"", "the last of two, three and four bytes"),
    (b"\"\xED\x9F\xBF \xEE\x80\x80\"", "the neighbours of the surrogates"),
    (b"\"\xEF\xB7\x90 \xEF\xBF\xBE \xF0\x9F\xBF\xBE\"", "noncharacters"),
    (b"\"\xC2\xA0 \xE2\x80\xA8 \xE2\x80\xA9 \xE2\x81\xA0\"", "odd spaces and line separators"),
    (b"\"\xEF\xBB\xBF\"", "U+FEFF in a string, where it is not a byte order mark"),
    // Escapes.
    (b"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "all that have a letter or sign"),
    (b"\"\\u0000\\u001f\\u007F\"", "control characters"),
    (b"\"\\u0022\\u005c\"", "a quote and a backslash by number"),
    (b"\"\\u00e9\\u00E9\\uFfFf\"", "digits of either case"),
    (b"\"\\ud83d\\uDE00\"", "a pair of surrogates"),
    (b"\"\\uD800\\uDC00\\uDBFF\\uDFFF\"", "the first and the last pair"),
    (b"\"\\ud7ff\\ue000\"", "the neighbours of the surrogates, escaped"),
    (b"\"\\\\u12\\\\ud800\\\\x\"", "a backslash escaped, and then what would be escapes"),
];

/// Texts that are not JSON.
const REJECTED: &[(&[u8], &str)] = &[
    // No value.
    (b"", "no byte"),
    (b" \n", "white space alone"),
    (b"\xEF\xBB\xBF", "a byte order mark alone"),
    (b"\xEF\xBB{}", "a byte order mark cut off"),
    // Literals.
    (b"nul", "null cut off"),
    (b"[tru]", "true cut off"),
    (b"[fals", "false cut off, and its array"),
    (b"nulll", "null and more"),
    (b"True", "a capital"),
    (b"NULL", "capitals"),
    (b"truefalse", "two literals in one"),
    (b"undefined", "undefined"),
    (b"name", "a word without quotes"),
    (b"\xC3\xA9", "a letter without quotes"),
    // Arrays.
    (b"[", "an array that only starts"),
    (b"]", "an array that only ends"),
    (b"[1", "an array without its end"),
    (b"[1,", "an array that ends after a comma"),
    (b"[[]", "an array whose item alone ends"),
    (b"[]]", "an array that ends twice"),
    (b"[[[[[[[[[[[[[[[[[[[[[[[[", "24 levels that only start"),
    (b"[1,]", "a comma before the end"),
    (b"[,1]", "a comma after the start"),
    (b"[,]", "a comma alone"),
    (b"[1,,2]", "two commas"),
    (b"[1 2]", "no comma"),
    (b"[[1][2]]", "no comma between arrays"),
    (b"[1[2]", "a bracket for a comma"),
    (b"[1:2]", "a colon for a comma"),
    (b"[1;2]", "a semicolon for a comma"),
    (b"[\"a\":1]", "a member in an array"),
    (b"[1}", "the end of an object"),
    // Objects.
    (b"{", "an object that only starts"),
    (b"}", "an object that only ends"),
    (b"{\"a", "the end in a name"),
    (b"{\"a\"", "the end after a name"),
    (b"{\"a\":", "the end after a colon"),
    (b"{\"a\":1", "the end after a value"),
    (b"{\"a\":1,", "the end after a comma"),
    (b"{\"a\":{}", "an object whose member alone ends"),
    (b"{}}", "an object that ends twice"),
    (b"{\"a\"}", "a name alone"),
    (b"{\"a\":}", "no value"),
    (b"{:1}", "no name"),
    (b"{\"a\" 1}", "no colon"),
    (b"{\"a\"::1}", "two colons"),
    (b"{\"a\",1}", "a comma for a colon"),
    (b"{\"a\"=1}", "an equals sign for a colon"),
    (b"{\"a\":1,}", "a comma before the end of an object"),
    (b"{,\"a\":1}", "a comma after the start of an object"),
    (b"{\"a\":1,,\"b\":2}", "two commas between members"),
    (b"{\"a\":1 \"b\":2}", "no comma between members"),
    (b"{\"a\":1{\"b\":2}", "a brace for a comma"),
    (b"{\"a\":1:2}", "two values"),
    (b"{\"a\":1,2}", "a value without a name"),
    (b"{a:1}", "a name without quotes"),
    (b"{'a':1}", "a name in single quotes"),
    (b"{1:1}", "a number for a name"),
    (b"{null:1}", "a literal for a name"),
    (b"{[]:1}", "an array for a name"),
    (b"{\xF0\x9F\x98\x80}", "an emoji for a member"),
    (b"{\"a\":1]", "the end of an array"),
    // Text before, inside or after a value.
    (b"[] []", "two values"),
    (b"{}{}", "two objects"),
    (b"1 2", "two numbers"),
    (b"[],", "a comma after the value"),
    (b"[]x", "a letter after the value"),
    (b"\"a\":1", "a member without an object"),
    (b"*", "a sign"),
    (b"<a>", "markup"),
    (b"[1]//a", "a comment to the end of the line"),
    (b"[1]#a", "another"),
    (b"{}/", "half the start of a comment"),
    (b"/*a*/{}", "a comment before the value"),
    (b"{\"a\":/*b*/1}", "a comment in an object"),
    // White space that JSON does not allow.
    (b"[\x0B1]", "a vertical tab"),
    (b"[1\x0C]", "a form feed"),
    (b"\0{}", "a null byte before the value"),
    (b"{}\0", "a null byte after the value"),
    (b"[\xC2\xA01]", "a no-break space"),
    (b"[\xE2\x81\xA0]", "a word joiner"),
    (b"[1,\xE2\x80\xA82]", "a line separator"),
    (b"[\xEF\xBB\xBF1]", "a byte order mark inside"),
    (b"{}\xEF\xBB\xBF", "a byte order mark at the end"),
    (b"\\n{}", "an escape outside of a string"),
    // Numbers.
    (b"-", "a minus alone"),
    (b"- 1", "a space after the minus"),
    (b"--1", "two minuses"),
    (b"+1", "a plus"),
    (b"-a", "a letter after the minus"),
    (b"01", "a leading zero"),
    (b"-01", "a negative leading zero"),
    (b"00", "two zeros"),
    (b"1.", "no fraction after the point"),
    (b"-1.", "no fraction after the point of a negative"),
    (b".5", "nothing before the point"),
    (b"-.5", "nothing between minus and point"),
    (b"1.e5", "an exponent after the point"),
    (b"1.-5", "a minus after the point"),
    (b"1.2.3", "two points"),
    (b"1e", "no exponent after e"),
    (b"0E", "no exponent after the E of zero"),
    (b"1e+", "no exponent after its plus"),
    (b"1.5E-", "no exponent after its minus"),
    (b"1e+-5", "two signs of an exponent"),
    (b"1ee5", "two e"),
    (b"1e5.5", "an exponent with a fraction"),
    (b"0x1F", "hexadecimal"),
    (b"0o7", "octal"),
    (b"1_000", "an underscore between digits"),
    (b"1 000", "a space between digits"),
    (b"1n", "a BigInt"),
    (b"1+2", "a sum"),
    (b"NaN", "not a number"),
    (b"-NaN", "not a negative number"),
    (b"Infinity", "infinity"),
    (b"-Infinity", "negative infinity"),
    (b"\xEF\xBC\x91", "a full-width digit"),
    (b"\xE2\x88\x921", "a minus that is not ASCII"),
    (b"1\xC3", "half a character after a digit"),
    (b"1e\xFF", "no character after e"),
    (b"1\0", "a null byte after a digit"),
    // Strings.
    (b"\"", "a quote alone"),
    (b"\"a", "a string without its end"),
    (b"[\"a]", "an array in a string without its end"),
    (b"a\"", "a string without its start"),
    (b"'a'", "single quotes"),
    (b"`a`", "back quotes"),
    (b"\xE2\x80\x9Ca\xE2\x80\x9D", "typographic quotes"),
    (b"\"a\"b\"", "a quote inside that is not escaped"),
    (b"\"a\"\"b\"", "two strings"),
    (b"\"\0\"", "a null byte in a string"),
    (b"\"a\nb\"", "a line feed in a string"),
    (b"\"a\rb\"", "a carriage return in a string"),
    (b"\"\t\"", "a tab in a string"),
    (b"\"1\x1F2345678\"", "the last control character, among eight bytes read at once"),
    // Escapes.
    (b"\"\\", "the end after a backslash"),
    (b"\"\\\"", "the end after an escaped quote"),
    (b"\"\\\\\\\"", "the end after an escaped backslash and quote"),
    (b"\"\\'\"", "an escaped single quote"),
    (b"\"\\a\"", "a letter that is not an escape sequence"),
    (b"\"\\v\"", "an escape of C"),
    (b"\"\\0\"", "another"),
    (b"\"\\x41\"", "two hexadecimal digits"),
    (b"\"\\101\"", "octal digits"),
    (b"\"\\U0041\"", "a capital U"),
    (b"\"\\u{41}\"", "an escape of JavaScript"),
    (b"\"\\\n\"", "an escaped line feed"),
    (b"\"\\\0\"", "an escaped null byte"),
    (b"\"\\\xC3\xA9\"", "an escaped letter of two bytes"),
    (b"\"\\u\"", "no digit"),
    (b"\"\\u1\"", "one digit"),
    (b"\"\\u00A\"", "three digits"),
    (b"\"\\u00", "the end after two digits"),
    (b"\"\\u00g0\"", "a letter instead of a digit"),
    (b"\"\\u+041\"", "a sign before the digits"),
    (b"\"\\u 041\"", "a space before the digits"),
    (b"\"\\u00\xE9\"", "no character among the digits"),
    (b"\"\\ud800\\\"", "half of a pair, then the end"),
    (b"\"\\ud800\\u\"", "half of a pair, then no digit"),
    (b"\"\\ud800\\udc0\"", "half of a pair, then three digits"),
    (b"\"\\ud800\\udc0x\"", "half of a pair, then a letter instead of a digit"),
    (b"\"\\ud800\\x\"", "half of a pair, then no escape"),
    // Bytes that are not UTF-8, outside of strings.
    (b"\xFF", "a byte of no character"),
    (b"[\xE9]", "a letter of Latin-1"),
    (b"[1,\x80]", "a byte that continues nothing"),
    (b"{\"a\":1,\xBF}", "the same for a name"),
];

/// A matter that RFC 8259 leaves open.
struct Open {
    /// Parts of the names of its files in nst/JSONTestSuite.
    named: &'static [&'static str],
    /// The rule that our lexer reports. `None` if it accepts them.
    rule: Option<Rule>,
    /// Why.
    why: &'static str,
    /// Cases of our own.
    cases: &'static [(&'static [u8], &'static str)],
}

/// Our decision on each matter that RFC 8259 leaves open.
const OPEN: &[Open] = &[
    Open {
        named: &["i_number_"],
        rule: None,
        why: "JSON bounds no number (§6); which fit a field is for the contract to say",
        cases: &[
            (b"1e400", "more than a double holds"),
            (b"-1.5e+400", "less than a double holds"),
            (b"123e-400", "nearer to zero than a double holds"),
            (b"0.1e00999999999999999999999999", "an exponent that no integer type holds"),
            (b"100000000000000000000000000000", "an integer of no integer type"),
            (b"-100000000000000000000000000000", "its negative"),
        ],
    },
    Open {
        named: &["urrogate"],
        rule: Some(Rule::LoneSurrogate),
        why: "half of a pair is no character, and readers differ on what they make of it (§8.2)",
        cases: &[
            (b"\"\\ud800\"", "a first half"),
            (b"\"\\uDFFF\"", "a second half"),
            (b"\"\\udbffabc\"", "a first half before letters"),
            (b"\"\\ud800\\n\"", "a first half before another escape"),
            (b"\"\\ud800\\u00e9\"", "a first half before an escaped letter"),
            (b"\"\\ud800\\\\udc00\"", "a first half before an escaped backslash"),
            (b"\"\\ud83d\\ud83d\\ude00\"", "a first half before a pair"),
            (b"\"\\ude00\\ud83d\"", "the halves in the wrong order"),
            (b"\"\xED\xA0\x80\"", "a first half encoded like a character"),
            (b"\"\xED\xA0\xBD\xED\xB8\x80\"", "both halves encoded like characters"),
        ],
    },
    Open {
        named: &[
            "UTF-8_invalid",
            "invalid_utf-8",
            "iso_latin",
            "continuation_byte",
            "not_in_unicode",
            "overlong",
            "truncated",
        ],
        rule: Some(Rule::InvalidUtf8),
        why: "JSON that is sent is UTF-8 (§8.1); to replace what is not would change a name",
        cases: &[
            (b"\"\xFF\"", "a byte of no character"),
            (b"\"\xE9\"", "a letter of Latin-1"),
            (b"\"\x80\"", "a byte that continues nothing"),
            (b"\"\xC3\"", "one byte of two"),
            (b"\"\xE6\x9D\"", "two bytes of three"),
            (b"\"\xF0\x9F\x98 \"", "three bytes of four"),
            (b"\"\xC0\xAF\"", "two bytes where one would do"),
            (b"\"\xE0\x80\xAF\"", "three bytes where one would do"),
            (b"\"\xF0\x82\x82\xAC\"", "four bytes where three would do"),
            (b"\"\xF4\x90\x80\x80\"", "the first after the last character"),
            (b"\"\xF8\x88\x80\x80\x80\"", "five bytes"),
            (b"\"\xFC\x84\x80\x80\x80\x80\"", "six bytes"),
        ],
    },
    Open {
        named: &["utf16", "UTF-16"],
        rule: Some(Rule::JsonSyntax),
        why: "JSON that is sent is UTF-8 (§8.1), and in UTF-8 this starts with no value",
        cases: &[
            (b"[\0]\0", "UTF-16, little end first"),
            (b"\0[\0]", "UTF-16, big end first"),
            (b"\xFF\xFE[\0]\0", "UTF-16 with its mark, little end first"),
            (b"\xFE\xFF\0[\0]", "UTF-16 with its mark, big end first"),
            (b"[\0\0\0]\0\0\0", "UTF-32"),
        ],
    },
    Open {
        named: &["_BOM_"],
        rule: Some(Rule::ByteOrderMark),
        why: "a sender must not add one; a reader may ignore it (§8.1), and not all do",
        cases: &[
            (b"\xEF\xBB\xBF{}", "before an object"),
            (b"\xEF\xBB\xBF \"a\"", "before a space and a string"),
        ],
    },
    Open {
        named: &["nested"],
        rule: Some(Rule::TooDeep),
        why: "a reader may bound nesting (§9), and the contract nests 5 levels",
        cases: &[(&[b'['; MAX_DEPTH + 1], "one level more")],
    },
];

/// A place for each branch of the check: the root, an unknown member, an object, a string, an integer,
/// a boolean and an item.
const PLACES: [(&str, &str); 7] = [
    ("", ""),
    (r#"{"x":"#, "}"),
    (r#"{"actor":"#, "}"),
    (r#"{"actor":{"name":"#, "}}"),
    (r#"{"actor":{"msisdn":{"phone_number":"#, "}}}"),
    (r#"{"sequence":[{"otp_step":{"channel":{"external":"#, "}}}]}"),
    (r#"{"sequence":[{},"#, "]}"),
];

/// A value in each place. A string is also a name.
fn placed(value: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let name = value.starts_with(b"\"").then_some(("{", ":0}"));
    PLACES
        .into_iter()
        .chain(name)
        .map(move |(before, after)| [before.as_bytes(), value, after.as_bytes()].concat())
}

/// The first rule about syntax that a body breaks.
fn syntax_rule(body: &[u8]) -> Option<Rule> {
    let [create, cancel] = [&CREATE_CHAIN, &CANCEL_CHAIN].map(|operation| {
        let issues = issues(operation, body, &Settings::default());
        issues.iter().map(|issue| issue.rule).find(|rule| SYNTAX.contains(rule))
    });
    assert_eq!(create, cancel, "what is JSON depends on the operation: {}", body.escape_ascii());
    create
}

/// Whether the check accepts bytes as JSON.
fn is_json(body: &[u8]) -> bool {
    syntax_rule(body).is_none()
}

/// Whether `serde_json` accepts bytes: strict RFC 8259, without halves of surrogate pairs.
fn serde_accepts(body: &[u8]) -> bool {
    let mut reader = serde_json::Deserializer::from_slice(body);
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader).is_ok() && reader.end().is_ok()
}

/// JSON texts, and texts that are one edit away from JSON.
fn near_json() -> impl Strategy<Value = Vec<u8>> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        "-?(0|[1-9][0-9]{0,4})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
        "\"([a-z é😀]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4}|\\\\ud83d\\\\ude00){0,6}\"",
    ];
    let json = scalar.prop_recursive(4, 24, 4, |inner| {
        let name = "\"(reason|x|\\\\u0078|y)\"";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(" , "))),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                let members: Vec<_> =
                    members.iter().map(|(name, value)| format!("{name} :{value}")).collect();
                format!("{{{}}}", members.join(",\n"))
            }),
        ]
    });
    (json, any::<prop::sample::Index>(), any::<u8>(), 0..4_u8).prop_map(
        |(text, place, byte, edit)| {
            let mut bytes = text.into_bytes();
            let place = place.index(bytes.len());
            match edit {
                0 => {}
                1 => bytes[place] = byte,
                2 => drop(bytes.remove(place)),
                _ => bytes.insert(place, byte),
            }
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic_and_tally_agrees_with_issues(body in prop::collection::vec(any::<u8>(), 0..200)) {
        for operation in &OPERATIONS {
            let counted = tally(operation, &body, &Settings::default());
            let listed = issues(operation, &body, &Settings::default());
            prop_assert_eq!(counted.errors + counted.warnings, listed.len());
        }
    }

    #[test]
    fn the_lexer_agrees_with_serde_json_on_what_is_json(body in near_json()) {
        prop_assert_eq!(is_json(&body), serde_accepts(&body), "{}", body.escape_ascii());
    }

    #[test]
    fn every_prefix_of_a_request_is_not_json(cut in 0_usize..1000) {
        let example = OPERATIONS[0].body.as_ref().unwrap().example;
        let cut = cut % example.len();
        prop_assert!(!is_json(&example.as_bytes()[..cut]));
    }
}

#[test]
fn json_is_accepted_and_other_text_is_not() {
    for (cases, json) in [(ACCEPTED, true), (REJECTED, false)] {
        for (case, what) in cases {
            assert_eq!(serde_accepts(case), json, "the table errs: {what}");
            for body in placed(case) {
                assert_eq!(is_json(&body), json, "{what}: {}", body.escape_ascii());
            }
        }
    }
}

#[test]
fn open_matters_have_a_decision() {
    for Open { rule, why, cases, .. } in OPEN {
        for (case, what) in *cases {
            assert_eq!(syntax_rule(case), *rule, "{what}: {why}");
            for body in placed(case) {
                assert_eq!(is_json(&body), rule.is_none(), "{what}: {}", body.escape_ascii());
            }
        }
    }
}

#[test]
fn every_byte_in_every_place_agrees_with_serde_json() {
    for text in [
        "\"abcdefghijklmnopqr\"",
        "\"ab\\n\\u00e9\\ud83d\\ude00é😀\"",
        "[-10.25e+30,0,null]",
        " { \"true\" : true , \"false\" : [ ] } ",
    ] {
        for place in 0..text.len() {
            for byte in 0..=u8::MAX {
                let mut body = text.as_bytes().to_vec();
                body[place] = byte;
                assert_eq!(is_json(&body), serde_accepts(&body), "{}", body.escape_ascii());
            }
        }
    }
}

/// The files of the suite. The repository does not have them, so there may be none.
fn suite() -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("JSON_SUITE").map(PathBuf::from) else { return Vec::new() };
    let folder = root.join("test_parsing");
    let folder = if folder.is_dir() { folder } else { root };
    let files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

#[test]
fn the_public_suite_passes() {
    let mut counts = BTreeMap::new();
    for path in suite() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let kind = name.strip_suffix(".json").map_or("", |stem| &stem[..2]);
        let known = |open: &&Open| open.named.iter().any(|part| name.contains(part));
        let open: Vec<_> = OPEN.iter().filter(known).collect();
        let found = syntax_rule(&fs::read(&path).unwrap());
        let right = match (kind, open.as_slice()) {
            ("y_", _) => found.is_none(),
            ("n_", _) => found.is_some(),
            ("i_", [open]) => found == open.rule,
            _ => panic!("{name} is in no table, or in two"),
        };
        assert!(right, "{name}: {found:?}");
        *counts.entry(kind.to_owned()).or_insert(0) += 1;
    }
    println!("files of JSON_SUITE: {counts:?}");
}

#[test]
fn nesting_up_to_the_limit_is_json() {
    let text = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert!(is_json(text.as_bytes()));
}
