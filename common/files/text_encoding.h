// SPDX-License-Identifier: GPL-3.0-or-later
//
// The byte order mark that Windows' editors and shells put in front of a text. In UTF-8 it means nothing and is left
// out (RFC 8259, 8.1, allows that for JSON); that of UTF-16 says that the text cannot be read here.
#pragma once

#include <QByteArrayView>
#include <QString>

namespace files {

// The text behind a UTF-8 byte order mark, or all of it if there is none.
QByteArrayView withoutByteOrderMark(QByteArrayView text);

// As the end of a sentence, what is wrong with a text in UTF-16 or UTF-32 and what to do; empty if there is no mark of
// these.
QString encodingProblem(QByteArrayView text);

} // namespace files
