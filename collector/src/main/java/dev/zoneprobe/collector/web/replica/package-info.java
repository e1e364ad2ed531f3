// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Several collectors as one: each asks the others for what it does not know itself.
@NullMarked
package dev.zoneprobe.collector.web.replica;

import org.jspecify.annotations.NullMarked;
