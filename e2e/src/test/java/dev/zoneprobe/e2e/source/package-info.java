/// The project's own source files as values: types, methods, comments, and what they mention.
///
/// The tests of shape and documents come in.
@NullMarked
package dev.zoneprobe.e2e.source;

import org.jspecify.annotations.NullMarked;
