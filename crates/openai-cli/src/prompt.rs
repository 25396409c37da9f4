//! Where the prompt comes from: arguments, files, standard input.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use crate::exit::Failure;

/// The prompt: the arguments joined by spaces, `-` among them standing for standard input, then the files.
pub(crate) fn read(
    arguments: &[String],
    files: &[impl AsRef<Path>],
    mut input: impl Read,
    terminal: bool,
) -> Result<String, Failure> {
    let mut parts = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut standard = |parts: &mut Vec<String>| -> Result<(), Failure> {
        let mut bytes = Vec::new();
        input
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::input(format!("standard input cannot be read: {error}")))?;
        parts.push(text("standard input", bytes)?);
        Ok(())
    };
    for argument in arguments {
        if argument == "-" {
            if !words.is_empty() {
                parts.push(words.join(" "));
                words.clear();
            }
            standard(&mut parts)?;
        } else {
            words.push(argument);
        }
    }
    if !words.is_empty() {
        parts.push(words.join(" "));
    }
    for file in files {
        let name = file.as_ref().display().to_string();
        let bytes = fs::read(file).map_err(|error| Failure::input(format!("{name} cannot be read: {error}")))?;
        parts.push(text(&name, bytes)?);
    }
    if parts.is_empty() && !terminal {
        standard(&mut parts)?;
    }
    if parts.is_empty() {
        return Err(Failure::input(
            "no prompt: give one, as in oai chat \"Hello\", or --file FILE, or pipe it in",
        ));
    }
    let prompt = parts.join("\n\n");
    if prompt.trim().is_empty() {
        return Err(Failure::input("the prompt is empty: write something to ask"));
    }
    Ok(prompt)
}

/// [`read`] from the process's own standard input.
pub(crate) fn read_here(arguments: &[String], files: &[impl AsRef<Path>]) -> Result<String, Failure> {
    let input = io::stdin();
    let terminal = input.is_terminal();
    read(arguments, files, input.lock(), terminal)
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::input(format!("{name} is not valid UTF-8 (byte {at}): save it as UTF-8 text"))
    })?;
    if text.trim().is_empty() {
        return Err(Failure::input(format!("{name} is empty: nothing to ask")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: &[&str] = &[];

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arguments_win_over_input() {
        let prompt = read(&words(&["What", "is", "it?"]), NONE, &b"ignored"[..], false).unwrap();
        assert_eq!(prompt, "What is it?");
    }

    #[test]
    fn a_dash_is_standard_input() {
        let prompt = read(&words(&["Sum", "up:", "-", "Briefly."]), NONE, &b"a text"[..], false).unwrap();
        assert_eq!(prompt, "Sum up:\n\na text\n\nBriefly.");
    }

    #[test]
    fn input_is_read_where_nothing_else_is_given() {
        assert_eq!(read(&[], NONE, &b"piped\n"[..], false).unwrap(), "piped\n");
        assert!(
            read(&[], NONE, &b"typed"[..], true)
                .unwrap_err()
                .to_string()
                .contains("no prompt")
        );
    }

    #[test]
    fn refuses_what_is_no_text() {
        for (bytes, why) in [(&b"ab\xffcd"[..], "byte 2"), (b"", "is empty"), (b" \n", "is empty")] {
            let error = read(&[], NONE, bytes, false).unwrap_err().to_string();
            assert!(error.contains("standard input") && error.contains(why), "{error}");
        }
        let error = read(&[], &["no/such/file"], &b""[..], true).unwrap_err().to_string();
        assert!(error.contains("no/such/file cannot be read"), "{error}");
        assert!(
            read(&words(&["  "]), NONE, &b""[..], true)
                .unwrap_err()
                .to_string()
                .contains("empty")
        );
    }
}
