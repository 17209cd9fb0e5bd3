//! The rules of the contract over a parsed body: a second checker, which follows no byte and has no
//! limits. It reads the tables of fields, and says the rules over several members in its own words.

use std::collections::BTreeMap;

use identification_chain::contract::{
    CREATE_CHAIN, Closing, Format, Kind, MAX_NFC_BYTES, MAX_SHOWN_NAME, Object, Operation,
    Presence, Rule,
};
use identification_chain::format::text::{is_bidi_control, is_blank};
use identification_chain::format::{country, language};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::{calling_code, code, document, duration, email, phone_number};

/// Issues as rules and paths.
pub type Verdict = Vec<(Rule, String)>;

/// What the contract says of a body, in the order of paths. `None` for a duration at a bound of the
/// range, where numbers are not exact.
pub fn verdict(operation: &Operation, body: &Value) -> Option<Verdict> {
    let mut found = Vec::new();
    let Some(shape) = &operation.body else { return Some(found) };
    if let Some(path) = older_step(operation, body) {
        return Some(vec![(Rule::OlderContract, path)]);
    }
    if body["expires_in"].as_str().is_some_and(|text| duration(text).len() > 1) {
        return None;
    }
    value(&Kind::Object(shape.object), body, "", &mut found);
    if std::ptr::eq(operation, &CREATE_CHAIN) {
        steps(body, &mut found);
    }
    found.sort_by_key(|(rule, path)| (path.clone(), rule.index()));
    Some(found)
}

/// The first step of the provider's earlier API.
fn older_step(operation: &Operation, body: &Value) -> Option<String> {
    let steps = body.get("sequence").filter(|_| operation.creates)?.as_array()?;
    let place = steps.iter().position(|step| {
        let is_older = step.pointer("/configuration/identificationType").is_some();
        step.is_object() && is_older && step.get("identification_type").is_none()
    })?;
    Some(format!("/sequence/{place}"))
}

fn value(kind: &Kind, value: &Value, path: &str, found: &mut Verdict) {
    match (kind, value) {
        (Kind::Object(shape), Value::Object(members)) => object(shape, members, path, found),
        (Kind::Array { items, filled }, Value::Array(values)) => {
            if *filled && values.is_empty() {
                found.push((Rule::EmptySequence, path.into()));
            }
            for (place, item) in values.iter().enumerate() {
                self::value(&Kind::Object(items), item, &format!("{path}/{place}"), found);
            }
        }
        (Kind::Integer, Value::Number(number)) if is_integer(&number.to_string()) => {}
        (Kind::Boolean, Value::Bool(_)) => {}
        (Kind::Text(format), Value::String(content)) => text(*format, content, path, found),
        _ => found.push((Rule::Type, path.into())),
    }
}

fn is_integer(number: &str) -> bool {
    !number.contains(['.', 'e', 'E'])
}

fn object(shape: &Object, members: &Map<String, Value>, path: &str, found: &mut Verdict) {
    for field in shape.fields {
        let path = format!("{path}/{}", field.name);
        match (members.get(field.name), field.presence) {
            (Some(member), _) => value(&field.kind, member, &path, found),
            (None, Presence::Required) => found.push((Rule::Required, path)),
            (None, Presence::Expected) => found.push((Rule::Expected, path)),
            (None, Presence::Optional) => {}
        }
    }
    for name in members.keys() {
        if shape.fields.iter().all(|field| field.name != name) {
            found.push((Rule::UnknownField, format!("{path}/{}", shown(name))));
        }
    }
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    match shape.closing {
        Closing::IdentityDocument => {
            if let (Some(number), Some(kind @ ("IDENTITY_CARD" | "NIF" | "NIE")), Some("ES")) =
                (text("document_number"), text("document_type"), text("country"))
                && !is_blank(number)
                && let Some(rule) = document(kind, number)
            {
                found.push((rule, format!("{path}/document_number")));
            }
        }
        Closing::Msisdn => {
            if let Some(Value::Number(number)) = members.get("phone_number")
                && is_integer(&number.to_string())
                && let Some(rule) =
                    phone_number(&number.to_string(), text("country_code").unwrap_or_default())
            {
                found.push((rule, format!("{path}/phone_number")));
            }
        }
        _ => {}
    }
}

/// A name in a JSON pointer, of which a path shows the start.
pub fn shown(name: &str) -> String {
    let start: String = name.chars().take(MAX_SHOWN_NAME).collect();
    let more = if start.len() < name.len() { "…" } else { "" };
    start.replace('~', "~0").replace('/', "~1") + more
}

fn text(format: Format, text: &str, path: &str, found: &mut Verdict) {
    let two_letters = text.as_bytes();
    let rule = match format {
        Format::Filled if is_blank(text) => Some(Rule::Blank),
        Format::Any | Format::Filled => return characters(format, text, path, found),
        Format::OpenList(list) if list.contains(&text) => None,
        Format::OpenList(_) if is_blank(text) => Some(Rule::Blank),
        Format::OpenList(_) => Some(Rule::UnknownValue),
        Format::Duration => duration(text)[0],
        Format::Email => email(text),
        Format::Country => {
            let assigned = country::ASSIGNED.has(two_letters);
            code(text, assigned, Rule::Country, Rule::CountryUnassigned)
        }
        Format::Language => {
            let assigned = language::ASSIGNED.has(two_letters);
            code(text, assigned, Rule::Language, Rule::LanguageUnassigned)
        }
        Format::CallingCode => calling_code(text),
    };
    found.extend(rule.map(|rule| (rule, path.into())));
}

fn characters(format: Format, text: &str, path: &str, found: &mut Verdict) {
    let is_break = |character| format == Format::Any && "\t\n\r".contains(character);
    for (rule, broken) in [
        (Rule::ControlCharacter, text.chars().any(|one| one.is_control() && !is_break(one))),
        (Rule::BidiControl, text.chars().any(is_bidi_control)),
        (Rule::LeadingMark, text.chars().next().is_some_and(is_combining_mark)),
        (Rule::NotNfc, text.len() <= MAX_NFC_BYTES && !text.nfc().eq(text.chars())),
    ] {
        if broken {
            found.push((rule, path.into()));
        }
    }
}

/// The rules over the steps, and over what they need of the actor.
fn steps(body: &Value, found: &mut Verdict) {
    let steps = body.get("sequence").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut types = Vec::new();
    let mut needs = BTreeMap::new();
    for (place, step) in steps.iter().enumerate().filter(|(_, step)| step.is_object()) {
        let path = format!("/sequence/{place}");
        let Some(kind) = step["identification_type"].as_str().filter(|kind| !is_blank(kind)) else {
            continue;
        };
        if types.contains(&kind) {
            found.push((Rule::DuplicateStep, format!("{path}/identification_type")));
        }
        types.push(kind);
        for (of, name) in [("OTP", "otp_step"), ("IDENTITY_DOCUMENT", "identity_document_step")] {
            match (kind == of, step.get(name).is_some()) {
                (true, false) => found.push((Rule::StepDetails, format!("{path}/{name}"))),
                (false, true) => found.push((Rule::StepMismatch, format!("{path}/{name}"))),
                _ => {}
            }
        }
        let is_external = step.pointer("/otp_step/channel/external") == Some(&Value::Bool(true));
        if kind != "OTP" || is_external {
            continue;
        }
        let value = |pointer| step.pointer(pointer).and_then(Value::as_str);
        // An address for the channel, or one for the second factor alone.
        match value("/otp_step/channel/type") {
            Some("SMS" | "WHATSAPP") => drop(needs.insert("channel", "msisdn")),
            Some("EMAIL") => drop(needs.insert("channel by e-mail", "email")),
            _ => {}
        }
        let by_channel = value("/otp_step/channel/type") == Some("EMAIL");
        if value("/otp_step/two_factor_type") == Some("EMAIL") && !by_channel {
            needs.insert("second factor", "email");
        }
    }
    let Some(actor) = body.get("actor").and_then(Value::as_object) else { return };
    for needed in needs.values().filter(|needed| !actor.contains_key(**needed)) {
        found.push((Rule::NeededByStep, format!("/actor/{needed}")));
    }
}
