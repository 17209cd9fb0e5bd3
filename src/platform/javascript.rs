//! In WebAssembly: asks the JavaScript engine.

use core::marker::PhantomData;

use js_sys::JsString;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::format::text::encoded;

/// Nobody reads the contract's prose in the module.
pub(super) type Prose<T> = PhantomData<T>;

/// Drops a value.
pub(super) const fn prose<T: Copy>(_: T) -> Prose<T> {
    PhantomData
}

// Old versions of Hermes do not know the property, and have no marks. In JavaScript, because the module
// would need code for what the constructor of js-sys may throw.
#[wasm_bindgen(inline_js = r"
export function isMark(text) {
  try {
    return new RegExp('\\p{M}', 'u').test(text);
  } catch {
    return false;
  }
}
")]
extern "C" {
    #[wasm_bindgen(js_name = isMark)]
    fn is_mark_text(text: &str) -> bool;
}

/// Whether the engine says that a character is a combining mark.
pub(super) fn is_mark(character: char) -> bool {
    is_mark_text(encoded(character, &mut [0; 4]))
}

/// Whether the composed form of a text is the text itself.
pub(super) fn is_nfc(text: &str) -> bool {
    let text = JsString::from(text);
    text.normalize("NFC") == text
}
