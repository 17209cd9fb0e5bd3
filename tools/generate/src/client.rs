//! Writes the types of requests and errors for Rust front-ends.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use identification_chain::contract::{FAILURES, Field, Format, Kind, OPERATIONS, Object, Presence};

/// The text before the types.
const HEAD: &str = r"//! The requests, and the items of an `ErrorsResponse`, for serde.
//!
//! `new` takes the required members, in the contract's order. The other members are `None`. With
//! `..Type::new(…)` a new field breaks nothing. The checks run when a call is made. `Debug` shows no
//! field, so that no log has data of the person.
// Generated from src/contract/ by `make generate`.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::open_list::open_list;
";

/// The member for fields that the contract does not know.
const OTHER: &str =
    "/// Members that are not in the contract. They are sent as they are, with a warning.
#[serde(flatten)]
pub other: Map<String, Value>,
";

/// The module `src/client/types.rs`. Empty if rustfmt fails.
pub(crate) fn module() -> String {
    let mut types = Types::default();
    for body in OPERATIONS.iter().filter_map(|operation| operation.body.as_ref()) {
        types.add(body.object, OTHER);
    }
    for field in FAILURES.iter().filter_map(|answer| answer.object).flat_map(|it| it.fields) {
        types.add_kinds(field, "");
    }
    let text = [HEAD, &types.text, &debug(&types.names)].concat();
    formatted(&text).unwrap_or_default()
}

#[derive(Default)]
struct Types {
    text: String,
    names: Vec<&'static str>,
    /// The known values of each list, by the name of its enum.
    lists: BTreeMap<String, &'static [&'static str]>,
}

impl Types {
    /// Writes the type of an object, with a field for other members, then the types of its objects.
    fn add(&mut self, object: &'static Object, other: &str) {
        if self.names.contains(&object.name) {
            return;
        }
        self.names.push(object.name);
        let fields: Vec<_> = object.fields.iter().map(|field| declaration(object, field)).collect();
        let required = || object.fields.iter().filter(|field| is_required(field));
        let default = if required().next().is_none() { ", Default" } else { "" };
        let declared = format!(
            "
/// {}
#[derive(Clone, PartialEq, Eq{default}, Serialize, Deserialize)]
pub struct {} {{
    {}{other}}}
",
            object.description,
            object.name,
            fields.concat(),
        );
        self.text.push_str(&declared);
        if default.is_empty() {
            self.text.push_str(&constructor(object));
        }
        for field in object.fields {
            if let Kind::Text(Format::OpenList(values)) = &field.kind {
                let name = list_name(object, field);
                if self.lists.insert(name.clone(), values).is_none() {
                    self.text.push_str(&list(&name, field, values));
                }
            }
            self.add_kinds(field, other);
        }
    }

    /// Writes the types of the objects in a field.
    fn add_kinds(&mut self, field: &'static Field, other: &str) {
        match &field.kind {
            Kind::Object(inner) | Kind::Array { items: inner, .. } => self.add(inner, other),
            Kind::Text(_) | Kind::Integer | Kind::Boolean => {}
        }
    }
}

fn is_required(field: &Field) -> bool {
    field.presence == Presence::Required
}

/// A field of a struct.
fn declaration(object: &Object, field: &Field) -> String {
    let example = match field.kind {
        Kind::Text(_) | Kind::Integer if !field.example.is_empty() => {
            format!("\n/// For example, `{}`.", field.example)
        }
        _ => String::new(),
    };
    let (name, kind) = (identifier(field.name), type_name(object, field));
    let (left_out, kind) = if is_required(field) {
        ("", kind)
    } else {
        ("#[serde(default, skip_serializing_if = \"Option::is_none\")]", format!("Option<{kind}>"))
    };
    format!("/// {}{example}\n{left_out}\npub {name}: {kind},\n", field.description)
}

/// The function `new`, which takes the required members.
fn constructor(object: &Object) -> String {
    let (mut parameters, mut values) = (Vec::new(), Vec::new());
    for field in object.fields {
        let name = identifier(field.name);
        let kind = type_name(object, field);
        if !is_required(field) {
            values.push(format!("{name}: None,"));
        } else if kind == "String" {
            parameters.push(format!("{name}: impl Into<String>,"));
            values.push(format!("{name}: {name}.into(),"));
        } else {
            parameters.push(format!("{name}: {kind},"));
            values.push(format!("{name},"));
        }
    }
    let (parameters, values) = (parameters.concat(), values.concat());
    format!(
        "
impl {} {{
    /// With the required members alone.
    #[must_use]
    pub fn new({parameters}) -> Self {{
        Self {{ {values} other: Map::new() }}
    }}
}}
",
        object.name,
    )
}

/// An enum of the known values.
fn list(name: &str, field: &Field, values: &[&str]) -> String {
    let variants: Vec<_> =
        values.iter().map(|value| format!("{} = \"{value}\",\n", pascal_case(value))).collect();
    format!(
        "
open_list! {{
    /// {} The server may know more values.
    {name} {{
        {}    }}
}}
",
        field.description,
        variants.concat().replace('\n', "\n        ").trim_end_matches("    "),
    )
}

/// `Debug` for all types, without fields.
fn debug(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("    {name},\n")).collect();
    format!(
        "
macro_rules! without_fields {{
    ($($name:ident,)+) => {{
        $(impl fmt::Debug for $name {{
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {{
                formatter.debug_struct(stringify!($name)).finish_non_exhaustive()
            }}
        }})+
    }};
}}

without_fields! {{
{}}}
",
        names.concat(),
    )
}

/// The type of a field, without `Option`.
fn type_name(object: &Object, field: &Field) -> String {
    match &field.kind {
        Kind::Object(inner) => inner.name.into(),
        Kind::Array { items, .. } => format!("Vec<{}>", items.name),
        Kind::Text(Format::OpenList(_)) => list_name(object, field),
        Kind::Text(_) => "String".into(),
        // The integers of the contract are phone numbers.
        Kind::Integer => "u64".into(),
        Kind::Boolean => "bool".into(),
    }
}

/// The name of a list: the name of its field, after the name of the object if the field is `type`.
fn list_name(object: &Object, field: &Field) -> String {
    let owner = if field.name == "type" { object.name } else { "" };
    format!("{owner}{}", pascal_case(field.name))
}

/// A field's name in Rust.
fn identifier(name: &str) -> String {
    if matches!(name, "type" | "ref") { format!("r#{name}") } else { name.into() }
}

/// `IDENTITY_CARD` as `IdentityCard`.
fn pascal_case(name: &str) -> String {
    let mut text = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        text.push_str(&letters.as_str().to_lowercase());
    }
    text
}

/// A text, formatted by rustfmt.
fn formatted(text: &str) -> Option<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path", concat!(env!("CARGO_MANIFEST_DIR"), "/../..")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    rustfmt.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = rustfmt.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()
}
