// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.page;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gives browsers the page. Its files hold no data, so everybody may have them; what they ask the
/// collector for afterwards needs a token, where one is needed at all. Thread-safe.
///
/// The files are under a path that names their edition and may be kept for ever; the page itself is
/// asked for each time, and names the edition of now.
public final class Page {
  private static final String PATH = "/page";
  private static final Pattern FILE = Pattern.compile(PATH + "/([0-9a-f]+)/(.+)");

  private final PageFiles files = new PageFiles(PATH);
  private final String tag = '"' + files.edition() + '"';

  /// Adds the page's files to what is answered.
  public void configure(JavalinConfig config) {
    config.routes.get(PATH + "/*", this::send);
  }

  /// Whether the request is for the page or a file of it, and so is nobody's secret.
  public boolean isFor(Context request) {
    return (request.path().equals("/") && isBrowser(request)) || asked(request).isPresent();
  }

  /// Whether whoever asks can show a page.
  public static boolean isBrowser(Context request) {
    String accepted = request.header("Accept");
    return accepted != null && accepted.contains("text/html");
  }

  /// Answers with the page.
  public void show(Context request) {
    request.header("Cache-Control", "no-cache").header("Vary", "Accept, Accept-Encoding");
    send(request, files.index());
  }

  private void send(Context request) {
    Optional<PageFile> file = asked(request);
    if (file.isEmpty()) {
      request.status(HttpStatus.NOT_FOUND).result("the page has no such file\n");
      return;
    }
    boolean current = request.path().startsWith(PATH + "/" + files.edition() + "/");
    request.header("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
    request.header("Vary", "Accept-Encoding");
    send(request, file.orElseThrow());
  }

  private Optional<PageFile> asked(Context request) {
    Matcher path = FILE.matcher(request.path());
    return path.matches() ? files.file(path.group(2)) : Optional.empty();
  }

  private void send(Context request, PageFile file) {
    request.header("ETag", tag);
    if (tag.equals(request.header("If-None-Match"))) {
      request.status(HttpStatus.NOT_MODIFIED);
      return;
    }
    request.contentType(file.contentType()).result(file.content());
  }
}
