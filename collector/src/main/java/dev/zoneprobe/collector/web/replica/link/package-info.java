// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The way to one of several collectors that have one name: at one of its addresses, over HTTP or
/// HTTPS, for an answer of bounded length.
@NullMarked
package dev.zoneprobe.collector.web.replica.link;

import org.jspecify.annotations.NullMarked;
