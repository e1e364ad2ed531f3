// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.browser;

import dev.zoneprobe.e2e.kit.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// Debian's Chromium without a window, with one tab. Not thread-safe.
public final class Browser implements AutoCloseable {
  private static final int STILL_FRAMES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Path PICTURES = Path.of("target", "page");

  private final ChromeDriver driver = new ChromeDriver(service(), options());

  private static ChromeDriverService service() {
    File file = Program.CHROMEDRIVER.find().orElseThrow().toFile();
    return new ChromeDriverService.Builder().usingDriverExecutable(file).usingAnyFreePort().build();
  }

  private static ChromeOptions options() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Program.CHROMIUM.find().orElseThrow().toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu");
    options.addArguments("--disable-dev-shm-usage", "--window-size=1360,900");
    options.setCapability("goog:loggingPrefs", logs);
    return options;
  }

  /// Loads the page.
  public void visit(URI address) {
    driver.get(address.toString());
  }

  /// Runs a script in each page that is visited from now on, before the page's own.
  public void before(String script) {
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  /// Goes back as with the button.
  public void back() {
    driver.navigate().back();
  }

  /// What the address bar shows.
  public String address() {
    return Objects.requireNonNull(driver.getCurrentUrl());
  }

  /// Pretends to be a system that is set to light or dark.
  public void prefer(String scheme) {
    Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /// Saves whatever is downloaded in a folder, without a question.
  public void saveInto(Path folder) {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toString()));
  }

  /// Has a screen of this many pixels.
  public void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /// Waits until something matches the selector.
  public WebElement await(String selector) {
    return new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> selector + " in " + text("main, .notices"))
        .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(selector)));
  }

  /// Waits until the text of what matches contains another.
  public void await(String selector, String text) {
    new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> text + " in " + selector + ": " + text(selector))
        .until(any -> text(selector).contains(text));
  }

  /// The visible text of everything that matches.
  public String text(String selector) {
    return String.join("\n", texts(selector));
  }

  /// The text of each element that matches, in one look at the document.
  public List<String> texts(String selector) {
    List<?> found =
        (List<?>)
            ask(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)",
                selector);
    return found.stream().map(String::valueOf).toList();
  }

  /// An attribute of the first element that matches.
  public String attribute(String selector, String name) {
    return Objects.requireNonNull(await(selector).getDomAttribute(name));
  }

  /// Clicks on the first element that matches, once it stands still: answers that come late move
  /// what is below them.
  public void click(String selector) {
    await(selector);
    later(
        """
        const [selector, frames, done] = arguments;
        let before = '', still = 0;
        const look = () => {
          const box = document.querySelector(selector)?.getBoundingClientRect();
          const now = `${box?.x} ${box?.y}`;
          still = now === before ? still + 1 : 0;
          before = now;
          return still === frames ? done(true) : requestAnimationFrame(look);
        };
        look();
        """,
        selector,
        STILL_FRAMES);
    await(selector).click();
  }

  /// Chooses a value of a list.
  public void choose(String name, String value) {
    await("select[name=" + name + "] option[value='" + value + "']").click();
  }

  /// Presses keys, wherever the focus is.
  public void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /// Presses the tab key until something that matches has the focus.
  public void tabTo(String selector) {
    for (int i = 0; i < 60; i++) {
      press(Keys.TAB);
      if (Boolean.TRUE.equals(
          ask("return document.activeElement.matches(arguments[0])", selector))) {
        return;
      }
    }
    throw new AssertionError("no tab stop matches " + selector);
  }

  /// Runs a script for what it does.
  public void run(String script, Object... arguments) {
    driver.executeScript(script, arguments);
  }

  /// What the script returns.
  public Object ask(String script, Object... arguments) {
    return Objects.requireNonNull(driver.executeScript(script, arguments));
  }

  /// What the script hands to its last argument.
  public Object later(String script, Object... arguments) {
    return Objects.requireNonNull(driver.executeAsyncScript(script, arguments));
  }

  /// Errors and warnings in the console since the last look.
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  /// What axe finds to be in the way of somebody, one line each.
  public List<String> barriers() {
    run(Axe.source());
    List<?> found = (List<?>) later(Axe.RUN);
    return found.stream().map(String::valueOf).toList();
  }

  /// Keeps a picture of the whole page under `target/page`.
  public void photograph(String name) {
    Map<String, Object> answer =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    try {
      Files.createDirectories(PICTURES);
      Files.write(
          PICTURES.resolve(name + ".png"),
          Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
