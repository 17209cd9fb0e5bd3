//! Compares what the core reads in an answer with what serde_json reads. Any bytes are an answer.
//!
//! The input has a byte that selects an operation, a byte that selects a status, and texts that end
//! with a NUL: `Location` and the name of the id's member, each empty for none. The rest is the body.
#![no_main]

use std::fmt;

use identification_chain::contract::{ERROR_ITEM_FIELDS, ID_FIELDS, MAX_ANSWER_DEPTH, OPERATIONS};
use identification_chain::response::{Answer, Outcome, read};
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

const STATUSES: [u16; 12] = [200, 201, 204, 202, 302, 400, 401, 409, 500, 503, 599, 0];

fuzz_target!(|data: (u8, u8, &[u8])| {
    let (selector, status, bytes) = data;
    let operation = OPERATIONS[usize::from(selector) % OPERATIONS.len()];
    let status = STATUSES[usize::from(status) % STATUSES.len()];
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut text =
        || str::from_utf8(parts.next().unwrap_or_default()).ok().filter(|text| !text.is_empty());
    let (location, id_field) = (text(), text());
    let body = parts.next().unwrap_or_default();
    let answer = Answer { status, location, body };
    let outcome = read(operation, &answer, id_field);

    match &outcome {
        Outcome::Created { id } => {
            assert!(operation.creates && matches!(status, 200 | 201) && !id.is_empty());
            let in_body = body.contains(&b'\\') || contains(body, id.as_bytes()) || !is_utf8(body);
            let in_location = location.and_then(id_in_location).as_ref() == Some(id);
            assert!(in_body || in_location, "{id:?} is nowhere in the answer");
        }
        Outcome::Done => assert!(matches!(status, 200 | 204)),
        Outcome::Failed { errors } => {
            assert!((400..=599).contains(&status));
            for text in errors.iter().flat_map(|item| item.0) {
                assert!(contains(body, text.raw), "a text that is not in the body");
            }
        }
        Outcome::Unexpected => assert!(!(400..=599).contains(&status)),
    }

    // serde_json has no byte order mark and nests without a limit.
    let depth = body.iter().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if depth >= MAX_ANSWER_DEPTH {
        return;
    }
    let unmarked = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if status == 200 && !operation.creates {
        let is_empty = unmarked.iter().all(|byte| b" \t\n\r".contains(byte));
        let is_json = serde_json::from_slice::<IgnoredAny>(unmarked).is_ok();
        let done = if is_empty { operation.success.object.is_none() } else { is_json };
        assert_eq!(outcome == Outcome::Done, done);
    }
    let Ok(json) = serde_json::from_slice::<Json>(unmarked) else { return };
    let members = if let Json::Object(members) = &json { members.as_slice() } else { &[] };
    match outcome {
        Outcome::Failed { errors } => {
            let found: Vec<_> =
                errors.iter().map(|item| item.0.map(|text| text.to_text())).collect();
            assert_eq!(found, errors_of(members));
        }
        Outcome::Created { .. } | Outcome::Unexpected
            if operation.creates && matches!(status, 200 | 201) =>
        {
            let names = [id_field.unwrap_or(ID_FIELDS[0])].into_iter().chain(ID_FIELDS);
            let in_body = names.into_iter().find_map(|name| {
                let mut values = members.iter().filter(|(other, _)| other == name);
                values.find_map(|(_, value)| value.text().filter(|id| !id.is_empty()))
            });
            let expected = in_body.map(String::from).or_else(|| id_in_location(location?));
            let found = if let Outcome::Created { id } = outcome { Some(id) } else { None };
            assert_eq!(found, expected);
        }
        _ => {}
    }
});

fn is_utf8(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok()
}

fn contains(all: &[u8], part: &[u8]) -> bool {
    part.is_empty() || all.windows(part.len()).any(|window| window == part)
}

/// The last segment of the path of a URL or a reference to one.
fn id_in_location(location: &str) -> Option<String> {
    let path = location.split(['?', '#']).next()?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let (start, segment) = path.rsplit_once('/').map_or(("", path), |(start, last)| (start, last));
    // In `https://host` the last slash is not one of the path.
    if path.contains('/') && start.ends_with(":/") {
        return None;
    }
    let id = percent_decode_str(segment).decode_utf8().ok()?.into_owned();
    (!id.is_empty()).then_some(id)
}

/// The texts of the items of `errors`.
fn errors_of(members: &[(String, Json)]) -> Vec<[String; ERROR_ITEM_FIELDS.len()]> {
    let lists = members.iter().filter_map(|(name, value)| match value {
        Json::Array(items) if name == "errors" => Some(items),
        _ => None,
    });
    let texts = |item: &Json| {
        let Json::Object(members) = item else { return None };
        Some(ERROR_ITEM_FIELDS.map(|field| {
            let last = members.iter().rfind(|(name, _)| name == field);
            last.and_then(|(_, value)| value.text()).unwrap_or_default().to_owned()
        }))
    };
    lists.flatten().filter_map(texts).collect()
}

/// JSON with every member of a name. Numbers that are not unsigned integers are not kept.
enum Json {
    Text(String),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
    Other,
}

impl Json {
    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Json::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut all = Vec::new();
        while let Some((name, value)) = members.next_entry::<String, Json>()? {
            // With the feature arbitrary_precision a number comes as a member of this name.
            if name == "$serde_json::private::Number" {
                let number = value.text().unwrap_or_default();
                let is_digits = number.bytes().all(|digit| digit.is_ascii_digit());
                return Ok(if is_digits { Json::Text(number.into()) } else { Json::Other });
            }
            all.push((name, value));
        }
        Ok(Json::Object(all))
    }
}
