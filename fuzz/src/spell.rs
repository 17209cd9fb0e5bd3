//! Writes a value as JSON in one of many ways: white space, escape sequences and the order of members.

use arbitrary::{Result, Unstructured};
use serde_json::Value;

use crate::generate::rarely;

/// The value as JSON. The bytes of `source` choose the spelling.
pub fn spell(value: &Value, source: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    space(&mut text, source)?;
    write(value, &mut text, source)?;
    space(&mut text, source)?;
    Ok(text)
}

fn space(text: &mut String, source: &mut Unstructured<'_>) -> Result<()> {
    while rarely(4, source)? {
        text.push(*source.choose(&[' ', '\t', '\n', '\r'])?);
    }
    Ok(())
}

fn write(value: &Value, text: &mut String, source: &mut Unstructured<'_>) -> Result<()> {
    match value {
        Value::String(content) => string(content, text, source)?,
        Value::Array(items) => {
            text.push('[');
            space(text, source)?;
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    comma(text, source)?;
                }
                write(item, text, source)?;
                space(text, source)?;
            }
            text.push(']');
        }
        Value::Object(members) => {
            text.push('{');
            space(text, source)?;
            let mut rest: Vec<_> = members.iter().collect();
            while !rest.is_empty() {
                let (name, value) = rest.swap_remove(source.choose_index(rest.len())?);
                string(name, text, source)?;
                space(text, source)?;
                text.push(':');
                space(text, source)?;
                write(value, text, source)?;
                space(text, source)?;
                if !rest.is_empty() {
                    comma(text, source)?;
                }
            }
            text.push('}');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
    Ok(())
}

fn comma(text: &mut String, source: &mut Unstructured<'_>) -> Result<()> {
    text.push(',');
    space(text, source)
}

fn string(content: &str, text: &mut String, source: &mut Unstructured<'_>) -> Result<()> {
    text.push('"');
    for character in content.chars() {
        let short = match character {
            '"' | '\\' | '/' => Some(character),
            '\u{8}' => Some('b'),
            '\u{C}' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        let must = matches!(character, '"' | '\\' | '\0'..'\u{20}');
        if !must && !rarely(4, source)? {
            text.push(character);
        } else if let Some(short) = short
            && source.arbitrary()?
        {
            text.extend(['\\', short]);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let digits = if source.arbitrary()? {
                    format!("\\u{unit:04x}")
                } else {
                    format!("\\u{unit:04X}")
                };
                text.push_str(&digits);
            }
        }
    }
    text.push('"');
    Ok(())
}
