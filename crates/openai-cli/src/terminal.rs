//! Output: the answer on standard output, everything else on standard error.

use std::io::{self, IsTerminal, StderrLock, StdoutLock, Write};

use crate::exit::Failure;

/// Standard output, for the answer.
///
/// On a terminal, control characters in the answer are shown as their picture: a model must not steer the terminal.
/// Where the output is piped it goes out as it is.
#[derive(Debug)]
pub(crate) struct Output<W> {
    out: W,
    terminal: bool,
    line_open: bool,
}

/// The process's own standard output.
pub(crate) type Stdout = Output<StdoutLock<'static>>;

impl Stdout {
    /// The process's own standard output.
    pub(crate) fn standard() -> Self {
        let out = io::stdout();
        let terminal = out.is_terminal();
        Self {
            out: out.lock(),
            terminal,
            line_open: false,
        }
    }
}

impl<W: Write> Output<W> {
    /// Writes a piece of the answer at once.
    pub(crate) fn piece(&mut self, text: &str) -> Result<(), Failure> {
        if text.is_empty() {
            return Ok(());
        }
        self.line_open = !text.ends_with('\n');
        let written = if self.terminal {
            self.out.write_all(shown(text).as_bytes())
        } else {
            self.out.write_all(text.as_bytes())
        };
        written.and_then(|()| self.out.flush()).map_err(|error| failure(&error))
    }

    /// Ends the answer with a line break, unless it has one.
    pub(crate) fn end(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.line_open) {
            self.out
                .write_all(b"\n")
                .and_then(|()| self.out.flush())
                .map_err(|error| failure(&error))?;
        }
        Ok(())
    }
}

/// Writes a line to standard error. That it may be closed is no reason to fail.
pub(crate) fn note(line: &str) {
    let mut out: StderrLock<'_> = io::stderr().lock();
    let _ = writeln!(out, "{}", shown(line));
}

fn failure(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::output_closed(),
        _ => Failure::output(format!("the answer cannot be written: {error}")),
    }
}

fn shown(text: &str) -> String {
    let safe = |mark: char| mark == '\n' || mark == '\t' || !mark.is_control();
    text.chars()
        .map(|mark| match mark {
            mark if safe(mark) => mark,
            mark => char::from_u32(0x2400 + u32::from(mark))
                .filter(|_| mark < ' ')
                .unwrap_or('\u{fffd}'),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(terminal: bool, pieces: &[&str]) -> String {
        let mut output = Output {
            out: Vec::new(),
            terminal,
            line_open: false,
        };
        for piece in pieces {
            output.piece(piece).unwrap();
        }
        output.end().unwrap();
        String::from_utf8(output.out).unwrap()
    }

    #[test]
    fn a_terminal_is_not_steered() {
        assert_eq!(
            written(true, &["red: \x1b[31m\ttab\n", "\u{9b}2J"]),
            "red: \u{241b}[31m\ttab\n\u{fffd}2J\n"
        );
    }

    #[test]
    fn a_pipe_gets_the_bytes() {
        assert_eq!(written(false, &["\x1b[31m", "x"]), "\x1b[31mx\n");
        assert_eq!(written(false, &["x\n"]), "x\n");
        assert_eq!(written(false, &[]), "");
    }
}
