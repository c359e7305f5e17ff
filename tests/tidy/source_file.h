// SPDX-License-Identifier: GPL-3.0-or-later
//
// A source file as the tidy rules see it: its lines twice, as written and with everything that is not code blanked
// out, so that a rule about `rand()` is not tripped by a comment that says why `rand()` is banned.

#pragma once

#include <QString>
#include <QStringList>

namespace tidy {

struct SourceFile {
    QString path; // relative to the project's folder, with '/'
    QStringList raw; // lines as written
    QStringList code; // the same lines; comments and the insides of literals are spaces

    // Splits and blanks C++ text.
    static SourceFile fromText(const QString &path, const QString &text);

    bool isCpp() const { return path.endsWith(QLatin1String(".cpp")) || isHeader(); }
    bool isDocument() const { return path.endsWith(QLatin1String(".md")); }
    bool isHeader() const { return path.endsWith(QLatin1String(".h")); }
};

// The text with comments and the insides of string and character literals replaced by spaces; line breaks stay.
// Understands raw strings and digit separators (1'000).
QString codeOnly(const QString &text);

} // namespace tidy
