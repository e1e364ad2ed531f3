// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Pictures of what the queries of dashboards answered, as SVG. The live test comes in.
@NullMarked
package dev.zoneprobe.e2e.live.picture;

import org.jspecify.annotations.NullMarked;
