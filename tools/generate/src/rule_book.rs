//! The page of the rule book, `docs/rules.md`.

use std::fmt::Display;

use identification_chain::contract::{Example, InSchema, MENDED, Provenance, Rule};
use identification_chain::issue::Severity;

/// The text before the rules.
const HEAD: &str = "<!-- Generated from src/contract/ by `make generate`. -->

# Rule book

Every rule for requests, why it exists, and how to turn it off.

- An **error** blocks: nothing is sent. A **warning** is reported, and the request is sent.
- `rules: { 'phone-length': 'error', 'unknown-value': 'off' }`, on `createClient`, `validate`,
  `check`, `checkField` and the schemas, overrides the severity of any rule that is not marked
  _fixed_. Unknown ids throw; the error suggests the nearest one.
- The **provenance** says where a rule comes from, and so how sure it is. Each issue has it too.
";

/// The text after the rules.
const TAIL: &str = "
## How durations are read

A duration is `P`, then years, months and days, then `T` with hours, minutes and seconds. At least
one component must be there. Or it has weeks alone: `P2W`. The last component may have a decimal
fraction, with a point or a comma: `PT1.5H`, `PT0,5H`. That is ISO 8601-1. Not accepted are a sign,
lower case, weeks beside other components, and the alternative format `P0001-00-00T00:00:00`.

Months and years have no fixed length. The check uses the shortest and the longest length: 28 to 31
days a month, 365 or 366 days a year. `duration-range` reports a duration that may be outside the
range: `P1M` may have 31 days and is reported, `P28D` and `P30D` are not.

## Where the lists of codes are from

| list | entries | from |
|---|---|---|
| countries | the 249 officially assigned codes of ISO 3166-1 alpha-2 | Debian's iso-codes 4.15 and i18n-iso-countries 7.14, 2026-11 |
| languages | the 183 codes of ISO 639-1 (ISO 639:2023, set 1) | iso-639-1 3.1, 2026-11; Debian's iso-codes 4.15 has `BH` too, withdrawn in 2021 |
| calling codes, and the lengths of numbers with each | 216 codes | libphonenumber 9.0.43, 2026-11; and 379, which ITU-T has assigned and which is not in use yet |

Tests compare the package with these sources: every code of two letters, every calling code with
every length, and numbers from libphonenumber's patterns. The lengths are those of a person's
numbers: fixed lines, mobile phones, Internet telephones and personal numbers, not those of services.
A JSON number cannot start with zero. For numbers that start with zero, one digit less is accepted
too.

## Blank texts and characters

A text is blank if it has only characters that nobody sees: white space (Unicode's `White_Space`),
control characters (U+0000 to U+001F, U+007F to U+009F), the `Default_Ignorable_Code_Point`s of
Unicode 17, such as U+200B, U+00AD and U+3164, and the empty Braille pattern, U+2800.

The rules for characters (`control-character`, `bidi-control`, `leading-mark`, `not-nfc`) check the
names, the document number and the reason of a cancellation. A reason may have tabs and line breaks.
The JavaScript engine knows combining marks and NFC. Texts of more than 4,096 bytes are not checked
for NFC.

## What the schemas say

`openapi.json` and the JSON Schema of `identification-chain/schema` have every rule that blocks and
that a schema can express. Tests compare the check with both, on ten thousand generated requests.
There are three differences:

- A schema accepts `1.0` and `1e2` as integers. The check accepts digits only.
- A schema accepts a text with only invisible characters above U+FFFF, such as U+E0041. No pattern for
  them means the same with and without the flag `u`.
- A schema has no warnings.

These rules are not in a schema, because they are about bytes or the rest of the call, or because a
schema cannot express them:
";

/// The page.
pub(crate) fn page() -> String {
    let provenances =
        [Provenance::Reference, Provenance::Provider, Provenance::Logic, Provenance::Standard]
            .map(|provenance| format!("| {} | {} |\n", provenance.name(), meaning(provenance)));
    let rules: Vec<_> = Rule::ALL.iter().map(|rule| row(*rule)).collect();
    let sections: Vec<_> = Rule::ALL.iter().map(|rule| section(*rule)).collect();
    let beyond: Vec<_> = Rule::ALL.iter().filter_map(|rule| beyond_schemas(*rule)).collect();
    format!(
        "{HEAD}
| provenance | what it means |
|---|---|
{}
| rule | severity | provenance |
|---|---|---|
{}
The examples change the reference's request, corrected with `{}`. Examples of
`cancelChain` are whole bodies. In a message, `{{name}}` is a parameter of the issue.
{}{TAIL}
{}",
        provenances.concat(),
        rules.concat(),
        MENDED.map(|(_, json)| json).join("` and `"),
        sections.concat(),
        beyond.concat(),
    )
}

fn row(rule: Rule) -> String {
    let facts = rule.facts();
    let (id, provenance) = (facts.id, facts.provenance.name());
    format!("| [{id}](#{id}) | {} | {provenance} |\n", severity(rule))
}

/// The entry for a rule that blocks and is not in a schema, or only a part of it.
fn beyond_schemas(rule: Rule) -> Option<String> {
    let facts = rule.facts();
    let limit = match rule.in_schema() {
        InSchema::No if facts.severity == Severity::Error => "",
        InSchema::Listed => ", for values that are not listed",
        InSchema::No | InSchema::Yes => return None,
    };
    Some(format!("- `{}`{limit}\n", facts.id))
}

fn section(rule: Rule) -> String {
    let facts = rule.facts();
    let [bad, good] = rule.examples().map(|example| written(example, "`"));
    let id = facts.id;
    let message = rule.message().replace("{suggestion}", "");
    format!(
        "
## {id}

_{message}_. {}

Severity: {}. Provenance: {}, {}.

- bad: {bad}
- good: {good}
",
        rule.reason(),
        severity(rule),
        facts.provenance.name(),
        facts.source,
    )
}

fn severity(rule: Rule) -> String {
    let facts = rule.facts();
    let fixed = if facts.locked { ", fixed" } else { "" };
    format!("{}{fixed}", facts.severity.name())
}

pub(crate) const fn meaning(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Reference => {
            "The published reference of the three operations says so, or shows it."
        }
        Provenance::Provider => {
            "Another public page of the same provider says so. For this API it is inferred."
        }
        Provenance::Logic => "The request cannot work otherwise, whoever runs the server.",
        Provenance::Standard => "A public standard says so: ISO, ITU, IETF, Unicode, WHATWG.",
    }
}

/// An example in words, with `quote` around each piece of code.
pub(crate) fn written(example: Example, quote: &str) -> String {
    let code = |text: &dyn Display| format!("{quote}{text}{quote}");
    match example {
        Example::With(pointer, json) => format!("{} is {}", code(&pointer), code(&json)),
        Example::Without(pointer) => format!("{} is missing", code(&pointer)),
        Example::Body(bytes) => match str::from_utf8(bytes) {
            Ok(text) if !text.starts_with('\u{FEFF}') => code(&text),
            _ => format!("the bytes {}", code(&bytes.escape_ascii())),
        },
        // Quoted everywhere, because the text may be a space.
        Example::Repeated(text, times) => format!("`{text}`, {times} times"),
        Example::Members(count) => {
            format!("the members {} to {}", code(&"x1"), code(&format_args!("x{count}")))
        }
        Example::Items(count) => {
            format!("the item {}, {count} times, in {}", code(&"1"), code(&"/sequence"))
        }
        Example::Option(name, value) => {
            format!("{} is {}", code(&name), code(&value.escape_default()))
        }
        Example::Value(expression) => format!("{}, in JavaScript", code(&expression)),
    }
}
