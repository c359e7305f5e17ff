// SPDX-License-Identifier: GPL-3.0-or-later
//
// The project's rules that no compiler checks: who may include whom, what the protocol core may not touch, what every
// file opens with. Each rule is a function from one file to its findings, so that a test can show it both kinds.

#pragma once

#include "source_file.h"

#include <QList>
#include <QMap>

namespace tidy {

struct Finding {
    QString path;
    int line; // from 1; 0 when it is about the file as a whole
    QString message; // what is wrong and what to do instead

    // "path:line: message", which editors can jump to.
    QString text() const;
};

using Findings = QList<Finding>;

// Licence line first in a C++ file, among the first three lines elsewhere.
Findings checkLicence(const SourceFile &file);

// A C++ file says what it is for right after the licence line; a header has #pragma once.
Findings checkOpening(const SourceFile &file);

// Folders include only folders that the architecture lets them (README.md of common/ and daemon/).
Findings checkIncludes(const SourceFile &file);

// common/chord is a value: no clocks, timers, global random numbers, QObjects, threads or files, and no containers
// whose order differs from run to run. A hash container is let through where the line ends in "// order-free: reason".
Findings checkCorePurity(const SourceFile &file);

// No markers of unfinished work anywhere, and no skipped or expected-to-fail tests.
Findings checkFinished(const SourceFile &file);

// Words and phrases that the language policy (.github/CONTRIBUTING.md) rules out: in documents (*.md), where code
// blocks and code in backticks are passed over, and a few of them in sources.
Findings checkWording(const SourceFile &file);

// Documents and sources that a document or a comment names exist, and so does what a document links to. paths: those of
// all files of the project.
Findings checkReferences(const SourceFile &file, const QStringList &paths);

// A function of more than 70 lines is several: it no longer fits a screen. The rows of a test's table and the steps of
// a lesson may be more.
Findings checkFunctionLength(const SourceFile &file);

// A header with one class is named after it.
Findings checkClassName(const SourceFile &file);

// A source that no CMakeLists.txt names is built by nobody. cmakeFiles: those of all folders, by folder; a folder whose
// file collects its sources by a pattern builds all of them.
Findings checkBuilt(const SourceFile &file, const QMap<QString, QString> &cmakeFiles);

// A function that a header of the project's programs declares is used by somebody besides its own definition.
Findings checkUnused(const QList<SourceFile> &files);

// Names at the top level of the project that do not belong there; names are those of files and folders, dot-files and
// build folders are let through.
Findings checkTopLevel(const QStringList &names);

} // namespace tidy
