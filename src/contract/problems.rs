//! What exactly is wrong, for rules that can be broken in several ways.

/// Defines [`Problem`] in one table of matches, so that unused texts are not in the program.
macro_rules! problems {
    ($($name:ident = $code:literal, $text:literal;)+) => {
        /// What exactly is wrong or expected, as a parameter of an issue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Problem {
            $(#[doc = concat!("`", $code, "`: ", $text)] $name,)+
        }

        impl Problem {
            /// Every problem.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable code: the value of the parameter.
            #[expect(clippy::as_conversions, reason = "the discriminant of an enum without fields")]
            #[must_use]
            #[cfg_attr(small, optimize(size))]
            pub fn code(self) -> &'static str {
                // Addresses and lengths would be two thirds of a table of texts.
                const CODES: &str = concat!($($code, " ",)+);
                let code = CODES.as_bytes().split(|byte| *byte == b' ').nth(self as usize);
                str::from_utf8(code.unwrap_or_default()).unwrap_or_default()
            }

            /// The English text.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

problems! {
    // The type that a value must have, and the type that it has.
    String = "string", "a string";
    Integer = "integer", "an integer";
    Object = "object", "an object";
    Array = "array", "an array";
    Boolean = "boolean", "a boolean";
    Number = "number", "a number";
    Fraction = "fraction", "a number with a fraction or an exponent";
    Null = "null", "null";

    // The limits of a validity.
    OneMinute = "PT1M", "1 minute";
    ThirtyDays = "P30D", "30 days";

    // Why the bytes are not JSON.
    Empty = "empty-body", "the body is empty";
    UnexpectedEnd = "unexpected-end", "unexpected end of the body";
    ExpectedValue = "expected-value", "expected a value";
    ExpectedKey = "expected-key", "expected a name in double quotes";
    ExpectedColon = "expected-colon", "expected a colon";
    ExpectedCommaOrBrace = "expected-comma-or-brace", "expected a comma or }";
    ExpectedCommaOrBracket = "expected-comma-or-bracket", "expected a comma or ]";
    TrailingComma = "trailing-comma", "trailing comma";
    SingleQuote = "single-quote", "single quote instead of a double quote";
    ControlCharacter = "unescaped-control", "unescaped control character in a string";
    Escape = "escape", "invalid escape sequence";
    MalformedNumber = "malformed-number", "malformed number";
    Trailing = "trailing", "unexpected text after the value";

    // What is wrong with a path parameter.
    EmptySegment = "empty", "it is empty";
    DotSegment = "dot-segment", "it is a dot segment";
    ControlSegment = "control-character", "it has a control character";
    NotText = "not-text", "it is not text";
    LongSegment = "too-long", "it is longer than 255 bytes";

    // What is wrong with a header value.
    EmptyValue = "empty", "it is empty";
    ValueCharacter = "header-character", "it has a character that headers do not allow";

    // What is wrong with a base URL.
    Scheme = "scheme", "it does not start with https:// or http://";
    Host = "host", "it has no host";
    Credentials = "credentials", "it contains credentials";
    Query = "query", "it has a query or a fragment";
    Character = "url-character", "it has a character that URLs do not allow";
    Unparsable = "unparsable", "it is not a valid URL";
    Insecure = "insecure", "it is plain http, which would expose the token; set allowInsecure to allow that";

    // What JavaScript has and JSON cannot represent.
    Undefined = "undefined", "undefined";
    Nan = "nan", "NaN";
    Infinity = "infinity", "an infinite number";
    BigInt = "bigint", "a BigInt";
    Function = "function", "a function";
    Symbol = "symbol", "a symbol";
    Cycle = "cycle", "an object that contains itself";
    NotPlain = "not-plain", "an object such as a Map or a Promise";
}
