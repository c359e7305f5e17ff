// SPDX-License-Identifier: GPL-3.0-or-later
//
// The size of the file is looked at now and then: file systems differ in what they tell of files that grow.

#include "window/log_dialog.h"

#include "model/type_scale.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

namespace monitor {

namespace {

constexpr qint64 logBytesMax = 256 * 1024; // the end of a log is what matters
constexpr int linesMax = 20'000; // older ones go while it is followed
constexpr int readEveryMs = 300;
constexpr int marksMax = 1000; // of what was found

} // namespace

LogDialog::LogDialog(const QString &title, const QString &path, QWidget *parent)
    : QDialog(parent)
    , m_file(path)
    , m_decoder(QStringDecoder::Utf8)
    , m_text(new QPlainTextEdit(this))
    , m_wanted(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_follow(new QCheckBox(tr("Follow"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    resize(860, 460);
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("Log"));
    m_text->setFont(monospacedFont(font()));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setMaximumBlockCount(linesMax);
    m_follow->setObjectName(QStringLiteral("followLog"));
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Shows the end as the node writes; scrolling up stops it."));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(makeFindRow());
    layout->addWidget(m_text);
    connect(m_follow, &QCheckBox::toggled, this, &LogDialog::setFollows);
    connect(m_text->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        // What the user does, not what is appended; the place is that after the action.
        m_follow->setChecked(m_text->verticalScrollBar()->sliderPosition() == m_text->verticalScrollBar()->maximum());
    });
    connect(&m_timer, &QTimer::timeout, this, &LogDialog::readOn);
    m_timer.start(readEveryMs);
}

QWidget *LogDialog::makeFindRow()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_wanted->setPlaceholderText(tr("find in the log"));
    m_wanted->setAccessibleName(tr("Find in the log"));
    m_wanted->setClearButtonEnabled(true);
    layout->addWidget(m_wanted, 1);
    for (const auto &[arrow, name, backwards] :
         {std::tuple{Qt::UpArrow, tr("Find previous"), true}, {Qt::DownArrow, tr("Find next"), false}}) {
        auto *button = new QToolButton(row);
        button->setArrowType(arrow);
        button->setAutoRaise(true);
        button->setToolTip(name);
        button->setAccessibleName(name);
        connect(button, &QToolButton::clicked, this, [this, backwards = backwards] { findNext(backwards); });
        layout->addWidget(button);
    }
    m_count->setObjectName(QStringLiteral("foundCount"));
    layout->addWidget(m_count);
    layout->addWidget(m_follow);
    connect(m_wanted, &QLineEdit::textChanged, this, [this] {
        markFound();
        findNext(true);
    });
    connect(m_wanted, &QLineEdit::returnPressed, this, [this] { findNext(false); });
    auto *find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_wanted, qOverload<>(&QWidget::setFocus));
    return row;
}

QString LogDialog::open(const QString &nodeName, const QString &path, QWidget *parent)
{
    auto *dialog = new LogDialog(tr("Log of %1: %2").arg(nodeName, path), path, parent);
    QString problem;
    if (!dialog->openFile(&problem)) {
        delete dialog;
        return tr("The log %1 cannot be read: %2.").arg(path, problem);
    }
    dialog->show();
    dialog->setFollows(true);
    return {};
}

bool LogDialog::openFile(QString *problem)
{
    if (m_file.fileName().isEmpty() || !m_file.open(QIODevice::ReadOnly)) {
        *problem = m_file.errorString();
        return false;
    }
    m_file.seek(std::max<qint64>(0, m_file.size() - logBytesMax));
    readOn();
    return true;
}

void LogDialog::readOn()
{
    if (m_file.size() < m_file.pos()) { // the node has started a new one
        m_file.seek(0);
        m_decoder.resetState();
        m_text->clear();
    }
    const QByteArray bytes = m_file.readAll();
    if (bytes.isEmpty())
        return;
    const int before = m_text->verticalScrollBar()->value();
    QTextCursor end(m_text->document());
    end.movePosition(QTextCursor::End);
    end.insertText(m_decoder.decode(bytes));
    m_text->verticalScrollBar()->setValue(before);
    markFound();
    if (m_follow->isChecked())
        setFollows(true);
}

void LogDialog::setFollows(bool follows)
{
    if (follows)
        m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
}

void LogDialog::findNext(bool backwards)
{
    const QString wanted = m_wanted->text();
    if (wanted.isEmpty())
        return;
    const QTextDocument::FindFlags flags = backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (!m_text->find(wanted, flags)) {
        const QTextCursor before = m_text->textCursor();
        m_text->moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
        if (!m_text->find(wanted, flags)) {
            m_text->setTextCursor(before);
            return;
        }
    }
    m_follow->setChecked(false); // it would go away from what was found
}

// How often it is there, and all places in colour.
void LogDialog::markFound()
{
    const QString wanted = m_wanted->text();
    QList<QTextEdit::ExtraSelection> marks;
    int found = 0;
    if (!wanted.isEmpty()) {
        QTextCursor place(m_text->document());
        while (!(place = m_text->document()->find(wanted, place)).isNull()) {
            if (++found > marksMax)
                continue;
            QTextEdit::ExtraSelection mark;
            mark.cursor = place;
            mark.format.setBackground(QColor(0xf0, 0xe4, 0x42)); // yellow of Okabe and Ito
            mark.format.setForeground(Qt::black);
            marks << mark;
        }
    }
    m_text->setExtraSelections(marks);
    m_count->setText(wanted.isEmpty() ? QString() : tr("%n places", nullptr, found));
}

} // namespace monitor
