// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the page shows, as JSON, CSV and files of HdrHistogram; `openapi.yaml` describes it.
@NullMarked
package dev.zoneprobe.collector.web.view;

import org.jspecify.annotations.NullMarked;
