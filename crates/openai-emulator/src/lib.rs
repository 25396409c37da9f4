//! An offline server that speaks the four wires
