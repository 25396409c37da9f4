//! The command lines of the vendor's reference.

use std::fs;
use std::path::Path;

/// What a command line sends, but for its body.
#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) method: String,
    /// The address as it is printed, without quotes.
    pub(crate) address: String,
    /// Names and values, without `api-key` and `Content-Type`.
    pub(crate) headers: Vec<(String, String)>,
    /// The fields of a form, files as `@name`.
    pub(crate) fields: Vec<(String, String)>,
}

/// The command lines on the page whose file name begins with `page`, in its order.
pub(crate) fn all(folder: &Path, page: &str) -> Vec<Command> {
    let mut files = fs::read_dir(folder.join("seeds"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let file = files
        .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(page))
        .unwrap();
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| line.starts_with("curl "));
    starts
        .map(|(start, _)| {
            let own = lines.iter().skip(start).take_while(|line| !line.trim().is_empty());
            read(own.copied())
        })
        .collect()
}

fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Command {
    let mut command = Command {
        method: String::new(),
        address: String::new(),
        headers: Vec::new(),
        fields: Vec::new(),
    };
    for line in lines {
        let line = line.trim().trim_end_matches('\\').trim();
        if line.starts_with("curl ") {
            let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches('"')).collect();
            let method = words
                .iter()
                .position(|word| *word == "-X")
                .and_then(|at| words.get(at + 1));
            command.method = (*method.unwrap_or(&"POST")).to_owned();
            let address = words.iter().find(|word| word.contains("?api-version="));
            command.address = (*address.unwrap()).to_owned();
        } else if let Some(header) = line.strip_prefix("-H") {
            let (name, value) = header.trim().trim_matches('"').split_once(": ").unwrap();
            if !["api-key", "content-type"].contains(&name.to_ascii_lowercase().as_str()) {
                command.headers.push((name.to_owned(), value.to_owned()));
            }
        } else if let Some(field) = line.strip_prefix("-F") {
            let (name, value) = field.trim().trim_matches('"').split_once('=').unwrap();
            command
                .fields
                .push((name.to_owned(), value.trim_matches('"').to_owned()));
        }
    }
    command
}
