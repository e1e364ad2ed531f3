// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The collector over HTTP: metrics, single attempts and health.
///
/// Only this package knows the HTTP server.
@NullMarked
package dev.zoneprobe.collector.web;

import org.jspecify.annotations.NullMarked;
