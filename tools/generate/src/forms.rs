//! Writes what forms need of the contract: the fields of the requests by their kinds, and the calling
//! codes that tell where the national number of an international one starts.

use identification_chain::contract::{
    Closing, DOCUMENT_COUNTRY, DOCUMENT_FORMS, Field, Format, Kind, OPERATIONS, Object, Presence,
    Role, STEP_DETAILS,
};
use identification_chain::format::phone::calling_codes;

use crate::rules::quoted;

/// The module `www/client/generated/forms.ts`.
pub(crate) fn module() -> String {
    let bodies = OPERATIONS.iter().filter_map(|operation| Some((operation, operation.body?)));
    let mut names = Vec::new();
    let mut requests = String::new();
    for (operation, body) in bodies {
        add_names(body.object, &mut names);
        requests.push_str(&format!("  {}: {},\n", operation.id, fields(body.object, "    ")));
    }
    let mut short: Vec<_> = calling_codes().filter(|code| *code < 100).collect();
    short.sort_unstable();
    let details: Vec<_> = STEP_DETAILS
        .iter()
        .map(|(kind, _, name)| format!("  {kind}: {},\n", quoted(name)))
        .collect();
    format!(
        "// Generated from src/contract/ and src/format/ by `make generate`.

/** The fields of the request bodies, at any depth. */
export const fieldNames = [
{}] as const;

/** A field of a request. An object has fields, and so have the items of a list. */
export interface FieldFacts {{
  readonly kind: 'text' | 'code' | 'document-number' | 'calling-code' | 'integer' | 'boolean' | 'object' | 'document' | 'phone' | 'list';
  readonly required?: true;
  readonly fields?: Fields;
}}

/** The fields of an object, by their names. */
export interface Fields {{
  readonly [name: string]: FieldFacts;
}}

/** The fields of each request body. */
export const requestFields = {{
{requests}}} as const satisfies Readonly<Record<string, Fields>>;

/** The member that has the details of a step, by the step's type. */
export const stepDetails: Readonly<Record<string, string>> = {{
{}}};

/** The country whose document numbers are checked, and the types of its documents. */
export const documentCountry = {};
export const documentTypes: readonly string[] = [{}];

/** The calling codes of one and two digits. All others have three (ITU-T E.164 §6.2.1). */
export const shortCallingCodes: readonly string[] = [
  {},
];
",
        names.iter().map(|name| format!("  {},\n", quoted(name))).collect::<String>(),
        details.concat(),
        quoted(DOCUMENT_COUNTRY),
        DOCUMENT_FORMS.map(|(name, _)| quoted(name)).join(", "),
        short.iter().map(|code| format!("'{code}'")).collect::<Vec<_>>().join(", "),
    )
}

/// The object of a field: its own, or that of its items.
const fn object_of(field: &Field) -> Option<&'static Object> {
    match field.kind {
        Kind::Object(object) | Kind::Array { items: object, .. } => Some(object),
        Kind::Text(_) | Kind::Integer | Kind::Boolean => None,
    }
}

fn add_names(object: &'static Object, names: &mut Vec<&'static str>) {
    for field in object.fields {
        if !names.contains(&field.name) {
            names.push(field.name);
        }
        if let Some(inner) = object_of(field) {
            add_names(inner, names);
        }
    }
}

/// The fields of an object, as an object of TypeScript.
fn fields(object: &'static Object, indent: &str) -> String {
    let mut text = String::from("{\n");
    for field in object.fields {
        let required = if field.presence == Presence::Required { ", required: true" } else { "" };
        text.push_str(&format!("{indent}{}: {{ kind: '{}'{required}", field.name, kind(field)));
        if let Some(inner) = object_of(field) {
            text.push_str(&format!(", fields: {}", fields(inner, &format!("{indent}  "))));
        }
        text.push_str(" },\n");
    }
    text.push_str(indent.get(2..).unwrap_or_default());
    text.push('}');
    text
}

/// How a form reads the field.
const fn kind(field: &Field) -> &'static str {
    match field.kind {
        Kind::Object(Object { closing: Closing::Msisdn, .. }) => "phone",
        Kind::Object(Object { closing: Closing::IdentityDocument, .. }) => "document",
        Kind::Object(_) => "object",
        Kind::Array { .. } => "list",
        Kind::Integer => "integer",
        Kind::Boolean => "boolean",
        Kind::Text(Format::CallingCode) => "calling-code",
        Kind::Text(Format::Country | Format::Language) => "code",
        Kind::Text(_) if matches!(field.role, Role::DocumentNumber) => "document-number",
        Kind::Text(_) => "text",
    }
}
