// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// One container of one of our images, restricted as a cluster restricts it. Of this package, tests
/// may use everything that is public.
@NullMarked
package dev.zoneprobe.e2e.container.pod;

import org.jspecify.annotations.NullMarked;
