//! The user's page of the rule book, `docs/rules.md`.

use identification_chain::contract::{Example, InSchema, MENDED, Provenance, Rule};
use identification_chain::issue::Severity;

/// What stands before the rules.
const HEAD: &str = "<!-- Generated from src/contract/ by `make generate`. -->

# Rule book

Every rule that a request is checked by, what it is for, and how to turn it off.

- An **error** blocks: nothing is sent. A **warning** is told and blocks nothing.
- `rules: { 'phone-length': 'error', 'unknown-value': 'off' }`, on `createClient`, `validate`,
  `check`, `checkField` and the schemas, overrides the severity of any rule that is not marked
  _fixed_. An id that there is not is refused, with the nearest that there is.
- The **provenance** says how sure a rule is: it is in each issue, too.
";

/// What stands behind them.
const TAIL: &str = "
## How durations are read

`P`, then years, months and days, then `T` with hours, minutes and seconds, each left out or not,
but not all; or weeks alone, `P2W`. The last component may have a decimal fraction, with a point or
a comma: `PT1.5H`, `PT0,5H`. That is ISO 8601-1; not taken are a sign, lower case, weeks beside
other components, and the alternative format `P0001-00-00T00:00:00`.

A month has no length of its own, and neither has a year. Each is read as the shortest and as the
longest that it can be: 28 to 31 days a month, 365 or 366 a year. `duration-range` tells a duration
that may lie outside the bounds: `P1M` may have 31 days and is told of, `P28D` and `P30D` are not.

## Where the lists of codes are from

| list | entries | from |
|---|---|---|
| countries | the 249 officially assigned codes of ISO 3166-1 alpha-2 | Debian's iso-codes 4.15 and i18n-iso-countries 7.14, 2026-11 |
| languages | the 183 codes of ISO 639-1 (ISO 639:2023, set 1) | iso-639-1 3.1, 2026-11; Debian's iso-codes 4.15 has `BH` too, withdrawn in 2021 |
| calling codes, and the lengths of numbers with each | 216 codes | libphonenumber 9.0.43, 2026-11; and 379, which ITU-T has assigned and nobody uses yet |

Tests hold the package against these: every code of two letters, every calling code with every
length, and numbers made from libphonenumber's patterns. The lengths are those of numbers that a
person has: fixed lines, mobile phones, Internet telephones and personal numbers, not those of
services. In a JSON number a leading zero is lost; where numbers can start with one, a digit less is
taken.

## What is blank, and what characters are told of

A text is blank where it has only characters that nobody sees: white space (Unicode's `White_Space`),
control characters (U+0000 to U+001F, U+007F to U+009F), the `Default_Ignorable_Code_Point`s of
Unicode 17, such as U+200B, U+00AD and U+3164, and the empty Braille pattern, U+2800. The rules for
characters (`control-character`, `bidi-control`, `leading-mark`, `not-nfc`) are for the names, the
document number and the reason of a cancellation; in a reason, tabs and line breaks are taken. What
a combining mark is and what NFC is, the JavaScript engine says; of a text of more than 4,096 bytes
it is not asked for NFC.

## What the schemas say

`openapi.json` and the JSON Schema of `identification-chain/schema` say every rule that blocks and
that a schema can say; ten thousand made requests are held against both. To a schema `1.0` and `1e2`
are integers; here an integer is written in digits alone. A schema takes invisible characters above
U+FFFF, such as U+E0041, for visible ones, because no pattern for them means the same with and without
the flag `u`. A schema knows no warnings, and these rules
are not in it, because they are about bytes or the rest of the call, or because it has no words for
them:
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
The examples change the reference's own request, mended by `{}`; those of
`cancelChain` are whole bodies. In a message, `{{name}}` stands for a parameter of the issue.
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

/// A rule that blocks and that no schema says, or not all of it.
fn beyond_schemas(rule: Rule) -> Option<String> {
    let facts = rule.facts();
    let limit = match rule.in_schema() {
        InSchema::No if facts.severity == Severity::Error => "",
        InSchema::Listed => ", of values that are not listed",
        InSchema::No | InSchema::Yes => return None,
    };
    Some(format!("- `{}`{limit}\n", facts.id))
}

fn section(rule: Rule) -> String {
    let facts = rule.facts();
    let [bad, good] = rule.examples().map(written);
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

const fn meaning(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Reference => {
            "The published reference of the three operations says so, or shows it."
        }
        Provenance::Provider => {
            "Another public page of the same provider says so; it is inferred for this API."
        }
        Provenance::Logic => "The request could not work otherwise, whoever runs the server.",
        Provenance::Standard => "A public standard says so: ISO, ITU, IETF, Unicode, WHATWG.",
    }
}

fn written(example: Example) -> String {
    match example {
        Example::With(pointer, json) => format!("`{pointer}` is `{json}`"),
        Example::Without(pointer) => format!("there is no `{pointer}`"),
        Example::Body(bytes) => match str::from_utf8(bytes) {
            Ok(text) if !text.starts_with('\u{FEFF}') => format!("`{text}`"),
            _ => format!("the bytes `{}`", bytes.escape_ascii()),
        },
        Example::Repeated(text, times) => format!("`{text}`, {times} times"),
        Example::Members(count) => format!("the members `x1` to `x{count}`"),
        Example::Option(name, value) => format!("`{name}` is `{}`", value.escape_default()),
        Example::Value(expression) => format!("`{expression}`, in JavaScript"),
    }
}
