//! What is wrong or expected, where one rule has several ways to be broken.

/// Makes [`Problem`] from one table, so that a text which nobody reads is not in the program.
macro_rules! problems {
    ($($name:ident = $code:literal, $text:literal;)+) => {
        /// What is wrong or due, where one rule has several ways to be broken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Problem {
            $(#[doc = concat!("`", $code, "`: ", $text)] $name,)+
        }

        impl Problem {
            /// Every problem.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable code, as a parameter of an issue holds it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
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

    // The bounds of a validity.
    OneMinute = "PT1M", "1 minute";
    ThirtyDays = "P30D", "30 days";

    // Where bytes stop being JSON.
    Empty = "empty-body", "there is nothing";
    UnexpectedEnd = "unexpected-end", "it ends too early";
    ExpectedValue = "expected-value", "a value is due";
    ExpectedKey = "expected-key", "a name in double quotes is due";
    ExpectedColon = "expected-colon", "a colon is due";
    ExpectedCommaOrBrace = "expected-comma-or-brace", "a comma or } is due";
    ExpectedCommaOrBracket = "expected-comma-or-bracket", "a comma or ] is due";
    TrailingComma = "trailing-comma", "a comma stands before the end";
    SingleQuote = "single-quote", "a single quote stands where JSON has a double one";
    ControlCharacter = "unescaped-control", "a string has a control character that is not escaped";
    Escape = "escape", "a backslash is followed by no escape";
    MalformedNumber = "malformed-number", "a number is malformed";
    Trailing = "trailing", "more follows after the value";

    // What a path parameter is not.
    EmptySegment = "empty", "it is empty";
    DotSegment = "dot-segment", "it climbs or stays in the path";
    ControlSegment = "control-character", "it has a control character";
    NotText = "not-text", "it is not text";
    LongSegment = "too-long", "it is longer than 255 bytes";

    // What a header value is not.
    EmptyValue = "empty", "it is empty";
    ValueCharacter = "header-character", "it has a character that no header may have";

    // What a base URL is not.
    Scheme = "scheme", "it starts with neither https:// nor http://";
    Host = "host", "it has no host";
    Credentials = "credentials", "it holds credentials";
    Query = "query", "it has a query or a fragment";
    Character = "url-character", "it has a character that no URL has";
    Unparsable = "unparsable", "no URL parser takes it";
    Insecure = "insecure", "it is plain http, over which no token may go unless allowInsecure is set";

    // What a host can hold and JSON cannot say.
    Undefined = "undefined", "undefined";
    Nan = "nan", "NaN";
    Infinity = "infinity", "an infinite number";
    BigInt = "bigint", "a BigInt";
    Function = "function", "a function";
    Symbol = "symbol", "a symbol";
    Cycle = "cycle", "an object that holds itself";
    NotPlain = "not-plain", "an object such as a Map or a Promise";
}
