// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// How much a program logs, as its command line says.
@NullMarked
package dev.zoneprobe.logging;

import org.jspecify.annotations.NullMarked;
