// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePathScanner;
import dev.zoneprobe.e2e.source.SourceFile.DeclaredMethod;
import dev.zoneprobe.e2e.source.SourceFile.DeclaredType;
import dev.zoneprobe.e2e.source.SourceFile.Mention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// Gathers what one file declares and mentions.
final class SourceVisitor extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final CompilationUnitTree unit;
  private final DocTrees trees;
  private final List<DeclaredType> types = new ArrayList<>();
  private final List<DeclaredMethod> methods = new ArrayList<>();
  private final List<Mention> mentions = new ArrayList<>();
  private final List<String> literals = new ArrayList<>();

  SourceVisitor(CompilationUnitTree unit, DocTrees trees) {
    this.unit = unit;
    this.trees = trees;
  }

  List<DeclaredType> types() {
    return List.copyOf(types);
  }

  List<DeclaredMethod> methods() {
    return List.copyOf(methods);
  }

  List<Mention> mentions() {
    return List.copyOf(mentions);
  }

  List<String> literals() {
    return List.copyOf(literals);
  }

  @Override
  public @Nullable Void visitPackage(PackageTree tree, @Nullable Void nothing) {
    tree.getAnnotations().forEach(annotation -> mention("@" + simpleName(annotation), tree));
    return null;
  }

  @Override
  public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
    if (tree.isStatic()) {
      mention(tree.getQualifiedIdentifier().toString(), tree);
    }
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
    if (!tree.getSimpleName().isEmpty()) {
      Set<Modifier> modifiers = tree.getModifiers().getFlags();
      types.add(
          new DeclaredType(
              tree.getSimpleName().toString(),
              line(tree),
              modifiers.contains(Modifier.PUBLIC),
              trees.getDocComment(getCurrentPath()) != null,
              isClosed(tree, modifiers),
              components(tree),
              tree.getModifiers().getAnnotations().stream()
                  .map(SourceVisitor::simpleName)
                  .toList()));
    }
    return super.visitClass(tree, null);
  }

  private static boolean isClosed(ClassTree tree, Set<Modifier> modifiers) {
    return tree.getKind() != Tree.Kind.CLASS
        || modifiers.contains(Modifier.FINAL)
        || modifiers.contains(Modifier.SEALED)
        || modifiers.contains(Modifier.ABSTRACT);
  }

  private static int components(ClassTree tree) {
    return tree.getKind() == Tree.Kind.RECORD
        ? (int) tree.getMembers().stream().filter(SourceVisitor::isInstanceField).count()
        : 0;
  }

  private static boolean isInstanceField(Tree member) {
    return member instanceof VariableTree field
        && !field.getModifiers().getFlags().contains(Modifier.STATIC);
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void nothing) {
    if (simpleName(tree).equals("GuardedBy")) {
      tree.getArguments().forEach(lock -> mentionLock(lock.toString(), tree));
    }
    return null;
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void nothing) {
    mentionLock(tree.getExpression().toString(), tree);
    return super.visitSynchronized(tree, null);
  }

  /// @param lock as it is written, such as `(this)`, `"nodes"` or `lock = "this"`
  private void mentionLock(String lock, Tree tree) {
    String name = lock.replaceFirst(".*=", "").replaceAll("[()\"\\s]", "");
    mention("lock " + enclosingTypes() + (name.equals("this") ? "" : "." + name), tree);
  }

  private String enclosingTypes() {
    Deque<String> names = new ArrayDeque<>();
    for (Tree tree : getCurrentPath()) {
      if (tree instanceof ClassTree type && !type.getSimpleName().isEmpty()) {
        names.addFirst(type.getSimpleName().toString());
      }
    }
    return String.join(".", names);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
    if (tree.getMethodSelect().toString().matches("Thread\\.of\\w+\\(\\)\\.name")) {
      mention("thread " + text(tree.getArguments().getFirst()), tree);
    }
    return super.visitMethodInvocation(tree, null);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
    if (tree.getIdentifier().toString().matches("Thread|DefaultThreadFactory")) {
      tree.getArguments().stream()
          .filter(name -> name.getKind() == Tree.Kind.STRING_LITERAL)
          .forEach(name -> mention("thread " + text(name), tree));
    }
    return super.visitNewClass(tree, null);
  }

  private static String text(Tree literal) {
    return literal instanceof LiteralTree known ? String.valueOf(known.getValue()) : "?";
  }

  @Override
  public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
    if (String.valueOf(tree.getType()).matches("ReentrantLock|ReadWriteLock|StampedLock|Lock")) {
      mentionLock(tree.getName().toString(), tree);
    }
    Set<Modifier> modifiers = tree.getModifiers().getFlags();
    if (modifiers.contains(Modifier.STATIC) && !modifiers.contains(Modifier.FINAL)) {
      mention("static " + tree.getName(), tree);
    }
    return super.visitVariable(tree, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
    if (tree.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
      mentionLock("this", tree);
    }
    if (tree.getBody() != null) {
      int bodyLines = lineAt(end(tree.getBody())) - line(tree.getBody()) + 1;
      int parameters = isRecordConstructor(tree) ? 0 : tree.getParameters().size();
      methods.add(new DeclaredMethod(tree.getName().toString(), line(tree), parameters, bodyLines));
    }
    return super.visitMethod(tree, null);
  }

  private boolean isRecordConstructor(MethodTree tree) {
    return tree.getReturnType() == null
        && getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
    mention(tree.toString(), tree);
    return super.visitMemberSelect(tree, null);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void nothing) {
    mention(tree.getQualifierExpression() + "." + tree.getName(), tree);
    return super.visitMemberReference(tree, null);
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
    if (tree.getValue() instanceof String text) {
      literals.add(text);
    }
    return null;
  }

  private void mention(String name, Tree tree) {
    mentions.add(new Mention(name, line(tree)));
  }

  private static String simpleName(AnnotationTree annotation) {
    String name = annotation.getAnnotationType().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private int line(Tree tree) {
    return lineAt(trees.getSourcePositions().getStartPosition(unit, tree));
  }

  private long end(Tree tree) {
    return trees.getSourcePositions().getEndPosition(unit, tree) - 1;
  }

  private int lineAt(long position) {
    return (int) unit.getLineMap().getLineNumber(position);
  }
}
