//! Reads an answer: its status and body become an [`Outcome`].
//!
//! The reference does not publish the fields of any answer, so reading is lenient: no field is
//! required, and the caller passes on the whole body.

use crate::contract::{ERROR_ITEM_FIELDS, ID_FIELDS, MAX_ANSWER_DEPTH, Operation};
use crate::json::{Lexer, Text, hexadecimal};

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// A chain was created.
    Created {
        /// Its id.
        id: String,
    },
    /// The operation succeeded.
    Done,
    /// The server refused the request, or failed.
    Failed {
        /// The items of its `ErrorsResponse`.
        errors: Vec<ErrorItem<'a>>,
    },
    /// The contract does not describe the answer: a redirect, or a success without an id.
    Unexpected,
}

/// An item of an `ErrorsResponse`: the values of [`ERROR_ITEM_FIELDS`], empty for a missing one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorItem<'a>(pub [Text<'a>; ERROR_ITEM_FIELDS.len()]);

/// An answer of the server.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The status code.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// Reads an answer. `id_field` has priority over [`ID_FIELDS`].
#[must_use]
#[cfg_attr(small, optimize(size))]
pub fn read<'a>(operation: &Operation, answer: &Answer<'a>, id_field: Option<&str>) -> Outcome<'a> {
    match answer.status {
        200 | 201 if operation.creates => id_in_body(answer.body, id_field)
            .or_else(|| id_in_location(answer.location?))
            .map_or(Outcome::Unexpected, |id| Outcome::Created { id }),
        204 if operation.success.object.is_none() => Outcome::Done,
        // A page of a proxy is not an answer of the API.
        200 if is_answer(operation, answer.body) => Outcome::Done,
        400..=599 => Outcome::Failed { errors: errors(answer.body) },
        _ => Outcome::Unexpected,
    }
}

/// A lexer after the byte order mark and the white space at the start.
#[inline(never)]
#[cfg_attr(small, optimize(size))]
fn opened(body: &[u8]) -> Lexer<'_> {
    let mut lexer = Lexer::new(body);
    lexer.take_byte_order_mark();
    lexer.skip_whitespace();
    lexer
}

/// Whether a body is JSON, or empty if the operation's answer has no body.
#[cfg_attr(small, optimize(size))]
fn is_answer(operation: &Operation, body: &[u8]) -> bool {
    let mut lexer = opened(body);
    if lexer.peek().is_none() {
        return operation.success.object.is_none();
    }
    let whole = lexer.skip_value(MAX_ANSWER_DEPTH);
    lexer.skip_whitespace();
    whole.is_some() && lexer.peek().is_none()
}

/// Which of several members with one name counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Duplicate {
    /// The first that is not empty.
    First,
    Last,
}

/// Reads an object: for each of `names` the scalar of the member with that name. `None` if the text
/// breaks off, or stops being JSON. The values before that place are read.
#[inline(never)]
#[cfg_attr(small, optimize(size))]
fn members<'a>(
    lexer: &mut Lexer<'a>,
    names: &[&str],
    values: &mut [Text<'a>],
    counts: Duplicate,
) -> Option<()> {
    let mut expected = b'{';
    while lexer.next_in(&mut expected, b'}')? {
        let name = lexer.member_name()?;
        let is_string = lexer.peek() == Some(b'"');
        let value = lexer.scalar(MAX_ANSWER_DEPTH)?;
        // A number at the end of the bytes may be cut.
        let is_whole = is_string || lexer.peek().is_some();
        for (known, place) in names.iter().zip(&mut *values) {
            let is_free = counts == Duplicate::Last || place.raw.is_empty();
            if is_whole && is_free && name.is(known) {
                *place = value;
            }
        }
    }
    Some(())
}

/// The id in a body: the value of the best-ranked id field, a non-empty string or an integer.
///
/// The body may break off, or stop being JSON, after its id. Without the id nobody can cancel the
/// new chain, so every complete id counts.
#[cfg_attr(small, optimize(size))]
fn id_in_body(body: &[u8], id_field: Option<&str>) -> Option<String> {
    let [first, second, third, fourth] = ID_FIELDS;
    let names = [id_field.unwrap_or(first), first, second, third, fourth];
    let mut ids = [Text::default(); 5];
    let _ = members(&mut opened(body), &names, &mut ids, Duplicate::First);
    ids.iter().find(|id| !id.raw.is_empty()).map(|id| id.to_text())
}

/// The last path segment of a `Location`, percent-decoded.
#[cfg_attr(small, optimize(size))]
fn id_in_location(location: &str) -> Option<String> {
    let end = location.bytes().position(|byte| matches!(byte, b'?' | b'#'));
    let path = location.as_bytes().get(..end.unwrap_or(location.len()))?;
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let start =
        path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash.wrapping_add(1));
    // The last slash of `https://host` does not start a path.
    if path.get(..start)?.ends_with(b"://") {
        return None;
    }
    let mut bytes = Vec::new();
    let mut rest = path.get(start..)?;
    while let Some((&byte, after)) = rest.split_first() {
        let digits = (byte == b'%').then(|| after.get(..2)).flatten();
        let decoded = digits.and_then(hexadecimal).and_then(|code| u8::try_from(code).ok());
        bytes.push(decoded.unwrap_or(byte));
        rest = if decoded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).ok().filter(|id| !id.is_empty())
}

/// The items of an `ErrorsResponse`, up to the first byte that does not belong to one.
#[cfg_attr(small, optimize(size))]
fn errors(body: &[u8]) -> Vec<ErrorItem<'_>> {
    let mut errors = Vec::new();
    let _ = read_errors(&mut opened(body), &mut errors);
    errors
}

#[cfg_attr(small, optimize(size))]
fn read_errors<'a>(lexer: &mut Lexer<'a>, errors: &mut Vec<ErrorItem<'a>>) -> Option<()> {
    let mut expected = b'{';
    while lexer.next_in(&mut expected, b'}')? {
        let is_list = lexer.member_name()?.is("errors") && lexer.peek() == Some(b'[');
        if !is_list {
            lexer.skip_value(MAX_ANSWER_DEPTH)?;
            continue;
        }
        let mut expected = b'[';
        while lexer.next_in(&mut expected, b']')? {
            if lexer.peek() == Some(b'{') {
                let mut item = ErrorItem::default();
                members(lexer, &ERROR_ITEM_FIELDS, &mut item.0, Duplicate::Last)?;
                errors.push(item);
            } else {
                lexer.skip_value(MAX_ANSWER_DEPTH)?;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Answer, ErrorItem, Outcome, read};
    use crate::contract::{CLOSE_CHAIN, CREATE_CHAIN, GET_CHAIN};
    use crate::json::Text;

    fn text(raw: &str) -> Text<'_> {
        Text { raw: raw.as_bytes(), escaped: false }
    }

    fn created<'a>(
        status: u16,
        body: &'a str,
        location: Option<&'a str>,
        field: Option<&str>,
    ) -> Outcome<'a> {
        read(&CREATE_CHAIN, &Answer { status, location, body: body.as_bytes() }, field)
    }

    #[test]
    fn the_id_is_in_the_body_or_the_location() {
        for (body, location, field, id) in [
            (r#"{"identification_chain_id":"a","id":"b"}"#, None, None, Some("a")),
            (r#"{"id":"b","identification_chain_id":"a"}"#, None, None, Some("a")),
            (r#"{"id":"b"}"#, Some("/chain/l"), None, Some("b")),
            (r#"{"identification_id":"c"}"#, None, None, Some("c")),
            (r#"{"chain_id":12}"#, None, None, Some("12")),
            (r#"{"uuid":"d","id":"b"}"#, None, Some("uuid"), Some("d")),
            (r#"{"id":"","id":"a","id":"b"}"#, None, None, Some("a")),
            (r#"{"x":[{"id":"no"}],"id":"\u0062"}"#, None, None, Some("b")),
            (r#"{"x":{"y":[true,false,null,-1.5,"s",[],{}]},"id":"b"}"#, None, None, Some("b")),
            (r#"{"id":null}"#, Some("/v1/chain/l"), None, Some("l")),
            (r#"{"id":""}"#, Some("https://h/v1/chain/a%2Fb?x=1"), None, Some("a/b")),
            ("", Some("/v1/chain/l/"), None, Some("l")),
            ("<html>", Some("/v1/chain/l"), None, Some("l")),
            (r#"{"id":1.5}"#, None, None, None),
            (r#"{"x":1{"id":"b"}"#, None, None, None),
            (r#","id":"b"}"#, None, None, None),
            (r#"{"x":[1[2],"id":"b"}"#, None, None, None),
            (r#"{"id":"b",}"#, None, None, Some("b")),
            ("\u{feff}{\"id\":\"b\"}", None, None, Some("b")),
            ("", Some("l"), None, Some("l")),
            ("", Some("https://host"), None, None),
            ("", None, None, None),
            ("[]", None, None, None),
        ] {
            let expected = id.map_or(Outcome::Unexpected, |id| Outcome::Created { id: id.into() });
            assert_eq!(created(201, body, location, field), expected, "{body} {location:?}");
        }
    }

    #[test]
    fn a_body_that_breaks_off_gives_each_id_before_the_break() {
        for (body, location, id) in [
            (r#"{"id":"abc","state":"CRE"#, None, Some("abc")),
            (r#"{"id":"abc""#, None, Some("abc")),
            (r#"{"id":"abc","state":nu"#, None, Some("abc")),
            (r#"{"id":"abc","sta"#, None, Some("abc")),
            (r#"{"chain_id":"c","id":"b","x":["#, None, Some("b")),
            (r#"{"chain_id":"c","id":"b"#, None, Some("c")),
            (r#"{"chain_id":"c","id":12"#, None, Some("c")),
            (r#"{"id":12,"#, None, Some("12")),
            (r#"{"id":12 "#, None, Some("12")),
            (r#"{"id":12"#, None, None),
            (r#"{"id":12."#, None, None),
            (r#"{"id":"ab"#, None, None),
            (r#"{"id":"ab\"#, None, None),
            (r#"{"id":"ab"#, Some("/chain/l"), Some("l")),
            (r#"{"id":12"#, Some("/chain/l"), Some("l")),
        ] {
            let expected = id.map_or(Outcome::Unexpected, |id| Outcome::Created { id: id.into() });
            assert_eq!(created(201, body, location, None), expected, "{body} {location:?}");
        }
    }

    #[test]
    fn the_status_decides_the_outcome() {
        let item = ErrorItem([text("X"), text(""), text(""), text("")]);
        let body = br#"{"errors":[{"code":"X"}]}"#;
        for (status, expected) in [
            (204, Outcome::Done),
            (200, Outcome::Done),
            (202, Outcome::Unexpected),
            (302, Outcome::Unexpected),
            (0, Outcome::Unexpected),
            (400, Outcome::Failed { errors: vec![item] }),
            (503, Outcome::Failed { errors: vec![item] }),
        ] {
            let answer = Answer { status, location: None, body };
            assert_eq!(read(&CLOSE_CHAIN, &answer, None), expected, "{status}");
        }
    }

    #[test]
    fn a_success_has_the_body_of_its_operation() {
        use Outcome::{Done, Unexpected};
        for (operation, status, body, expected) in [
            (&GET_CHAIN, 200, r#"{"state":"CREATED"}"#, Done),
            (&GET_CHAIN, 200, "\u{feff} [] ", Done),
            (&GET_CHAIN, 200, "", Unexpected),
            (&GET_CHAIN, 200, r#"{"state":"CRE"#, Unexpected),
            (&GET_CHAIN, 200, "{}{}", Unexpected),
            (&GET_CHAIN, 200, "<html>proxy</html>", Unexpected),
            (&GET_CHAIN, 204, "", Unexpected),
            (&CLOSE_CHAIN, 200, "", Done),
            (&CLOSE_CHAIN, 200, " {} ", Done),
            (&CLOSE_CHAIN, 200, "<html>proxy</html>", Unexpected),
            (&CLOSE_CHAIN, 204, "<html>proxy</html>", Done),
        ] {
            let answer = Answer { status, location: None, body: body.as_bytes() };
            assert_eq!(read(operation, &answer, None), expected, "{} {body}", operation.id);
        }
    }

    #[test]
    fn errors_are_read_leniently() {
        let full = ErrorItem(["XXX_21201", "t", "r", "d"].map(text));
        let code = |code| ErrorItem([text(code), text(""), text(""), text("")]);
        for (body, expected) in [
            (
                r#"{"errors":[{"code":"XXX_21201","title":"t","ref":"r","details":"d"}]}"#,
                vec![full],
            ),
            (r#"{"errors":[{"code":7},"x",{}]}"#, vec![code("7"), ErrorItem::default()]),
            (r#"{"trace":{"a":[1]},"errors":[{"code":"A","x":{}}]}"#, vec![code("A")]),
            (r#"{"trace":[{"code":"B"}],"errors":[{"code":"A"}]}"#, vec![code("A")]),
            (r#"{"errors":[{"code":"B","code":"A"}]}"#, vec![code("A")]),
            (r#"{"errors":[{"code":"A"},{"co"#, vec![code("A")]),
            (r#"{"errors":"none"}"#, vec![]),
            ("<html>502</html>", vec![]),
            ("", vec![]),
        ] {
            let answer = Answer { status: 400, location: None, body: body.as_bytes() };
            let outcome = read(&CREATE_CHAIN, &answer, None);
            assert_eq!(outcome, Outcome::Failed { errors: expected }, "{body}");
        }
    }
}
