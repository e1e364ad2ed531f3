// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// A settings file in YAML, read strictly: every mistake in it is found at once and named with
/// file, line, key and value, and a key that nobody asks for is a mistake too.
///
/// Agent and collector come in to read their configuration; this package imports nothing of ours.
@NullMarked
package dev.zoneprobe.settings;

import org.jspecify.annotations.NullMarked;
