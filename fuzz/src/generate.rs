//! Bodies that are near to a request: most members are those of the contract, and most values fit.

use arbitrary::{Result, Unstructured};
use identification_chain::contract::{Field, Format, Kind, Object, Operation};
use serde_json::{Map, Number, Value};

/// Texts that a rule knows, or nearly knows.
const TEXTS: &[&str] = &[
    "",
    " ",
    "\u{200b}",
    "James",
    "José",
    "Jose\u{301}",
    "\u{301}a",
    "a\u{202e}b",
    "a\u{7}b",
    "a\nb",
    "李",
    "👩\u{200d}👧",
    "OTP",
    "AGENT",
    "IDENTITY_DOCUMENT",
    "AGENTS",
    "otp",
    "SMS",
    "EMAIL",
    "WHATSAPP",
    "FAX",
    "DOCUMENT_NUMBER",
    "PERSONAL_DOCUMENT_IMAGE",
    "INTERNAL",
    "EXTERNAL",
    "NIF",
    "NIE",
    "IDENTITY_CARD",
    "PASSPORT",
    "ES",
    "es",
    "PT",
    "UK",
    "EN",
    "JP",
    "34",
    "+34",
    "1",
    "999",
    "0",
    "352",
    "12345678Z",
    "12345678A",
    "X1234567L",
    "K1234567L",
    "A58818501",
    "A5881850A",
    "12 345 678-z",
    "PT15M",
    "P1D",
    "PT0S",
    "P1Y",
    "PT1S",
    "P1W2D",
    "PT1.5H",
    "a@b.c",
    "a@b",
    "a@",
];

/// Names that an object of the contract does not have, or has elsewhere.
const NAMES: &[&str] = &[
    "",
    "x",
    "lastName",
    "a/b~c",
    "ñ",
    "👩",
    "actor",
    "name",
    "type",
    "email",
    "configuration",
    "identificationType",
    "otp_step",
    "external",
    "reason",
    "a name of more than sixty-four characters, which a path does not show whole",
];

/// A body for an operation.
pub fn body(operation: &Operation, source: &mut Unstructured<'_>) -> Result<Value> {
    match &operation.body {
        Some(body) if source.ratio(31, 32)? => object(body.object, source),
        _ => any(4, source),
    }
}

fn object(shape: &Object, source: &mut Unstructured<'_>) -> Result<Value> {
    let mut members = Map::new();
    for field in shape.fields {
        if source.ratio(7, 8)? {
            members.insert(field.name.into(), value(field, source)?);
        }
    }
    while rarely(8, source)? {
        let name = *source.choose(NAMES)?;
        members.insert(name.into(), any(3, source)?);
    }
    Ok(members.into())
}

fn value(field: &Field, source: &mut Unstructured<'_>) -> Result<Value> {
    if rarely(16, source)? {
        return any(3, source);
    }
    Ok(match &field.kind {
        Kind::Object(shape) => object(shape, source)?,
        Kind::Array { items, .. } => {
            let count = source.int_in_range(0..=4)?;
            (0..count).map(|_| object(items, source)).collect::<Result<_>>()?
        }
        Kind::Text(Format::OpenList(list)) if source.ratio(7, 8)? => (*source.choose(list)?).into(),
        Kind::Text(_) => text(source)?.into(),
        Kind::Integer => number(source)?,
        Kind::Boolean => source.arbitrary::<bool>()?.into(),
    })
}

/// Any value that nests at most `depth` levels.
pub fn any(depth: usize, source: &mut Unstructured<'_>) -> Result<Value> {
    let kinds = if depth == 0 { 3 } else { 5 };
    Ok(match source.int_in_range(0..=kinds)? {
        0 => Value::Null,
        1 => source.arbitrary::<bool>()?.into(),
        2 => number(source)?,
        3 => text(source)?.into(),
        4 => {
            let count = source.int_in_range(0..=3)?;
            (0..count).map(|_| any(depth - 1, source)).collect::<Result<_>>()?
        }
        _ => {
            let mut members = Map::new();
            for _ in 0..source.int_in_range(0..=3)? {
                let name = *source.choose(NAMES)?;
                members.insert(name.into(), any(depth - 1, source)?);
            }
            members.into()
        }
    })
}

fn text(source: &mut Unstructured<'_>) -> Result<String> {
    Ok(match source.int_in_range(0..=3)? {
        0 => source.arbitrary()?,
        1 => {
            let mut text: Vec<char> = source.choose(TEXTS)?.chars().collect();
            if !text.is_empty() {
                let place = source.choose_index(text.len())?;
                text[place] = source.arbitrary()?;
            }
            text.into_iter().collect()
        }
        _ => (*source.choose(TEXTS)?).into(),
    })
}

fn number(source: &mut Unstructured<'_>) -> Result<Value> {
    let text = match source.int_in_range(0..=3)? {
        0 => source.arbitrary::<i128>()?.to_string(),
        1 => source.int_in_range(0..=99_999_999_999_u64)?.to_string(),
        2 => "612345678".into(),
        _ => {
            (*source.choose(&["0", "-0", "-1", "1.0", "1e3", "612345678.5", "6123456789"])?).into()
        }
    };
    Ok(text.parse::<Number>().expect("a number of JSON").into())
}

/// True once in `times`, and never when no bytes are left, so that loops end.
pub fn rarely(times: u8, source: &mut Unstructured<'_>) -> Result<bool> {
    Ok(!source.ratio(times - 1, times)?)
}
