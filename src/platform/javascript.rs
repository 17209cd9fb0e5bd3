//! WebAssembly: what the JavaScript engine knows.

use js_sys::JsString;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Nobody reads the contract's prose in the module.
pub(super) const HAS_PROSE: bool = false;

#[wasm_bindgen]
extern "C" {
    /// A regular expression. The constructor of js-sys does not catch what the engine throws.
    type RegExp;

    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str, flags: &str) -> Result<RegExp, JsValue>;
    #[wasm_bindgen(method)]
    fn test(this: &RegExp, text: &str) -> bool;
}

/// Whether the engine knows a character as a combining mark. Older versions of Hermes know of none.
pub(super) fn is_mark(character: char) -> bool {
    RegExp::new(r"\p{M}", "u").is_ok_and(|mark| mark.test(character.encode_utf8(&mut [0; 4])))
}

/// Whether the engine composes a text to itself.
pub(super) fn is_nfc(text: &str) -> bool {
    let text = JsString::from(text);
    text.normalize("NFC") == text
}
