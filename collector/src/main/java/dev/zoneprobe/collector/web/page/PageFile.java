// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.page;

import java.util.Map;

/// One file of the page, whose content nobody changes.
final class PageFile {
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final String contentType;
  private final byte[] content;

  /// @param name whose ending tells the type
  PageFile(String name, byte[] content) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("a page has no files like " + name);
    }
    this.contentType = type;
    this.content = content;
  }

  String contentType() {
    return contentType;
  }

  byte[] content() {
    return content;
  }
}
