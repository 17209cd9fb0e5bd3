//! In WebAssembly: asks the JavaScript engine.

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

/// Whether the engine says that a character is a combining mark. Old versions of Hermes never do.
pub(super) fn is_mark(character: char) -> bool {
    RegExp::new(r"\p{M}", "u").is_ok_and(|mark| mark.test(character.encode_utf8(&mut [0; 4])))
}

/// Whether the composed form of a text is the text itself.
pub(super) fn is_nfc(text: &str) -> bool {
    let text = JsString::from(text);
    text.normalize("NFC") == text
}
