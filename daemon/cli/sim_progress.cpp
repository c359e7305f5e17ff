// SPDX-License-Identifier: GPL-3.0-or-later
//
// A signal handler may do little more than set a flag; simulations look at it between two events.

#include "cli/sim_progress.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <csignal>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int refreshMs = 250;
constexpr int barWidth = 30; // characters

volatile std::sig_atomic_t interruptSeen = 0;

void onInterrupt(int)
{
    interruptSeen = 1;
    std::signal(SIGINT, SIG_DFL);
}

} // namespace

Interruptible::Interruptible()
{
    interruptSeen = 0;
    std::signal(SIGINT, onInterrupt);
}

Interruptible::~Interruptible()
{
    std::signal(SIGINT, SIG_DFL);
}

bool Interruptible::interrupted()
{
    return interruptSeen != 0;
}

Progress::Progress(QString what)
    : m_what(std::move(what))
{
    m_timer.start();
}

Progress::~Progress()
{
    if (m_shown)
        m_line.end();
}

bool Progress::show(double part)
{
    if (m_timer.elapsed() >= m_nextMs && errorsGoToTerminal()) {
        m_nextMs = m_timer.elapsed() + refreshMs;
        const int filled = std::clamp(int(part * barWidth), 0, barWidth);
        QString text = u"%1 [%2%3] %4 %"_s.arg(m_what, QString(filled, u'#'), QString(barWidth - filled, u'.'))
                           .arg(int(part * 100));
        if (part > 0.02)
            text += u", about %1 s left"_s.arg(qRound(double(m_timer.elapsed()) / 1000 * (1 - part) / part));
        m_line.show(text);
        m_shown = true;
    }
    return !Interruptible::interrupted();
}

double Progress::seconds() const
{
    return double(m_timer.nsecsElapsed()) / 1e9;
}

void writeJson(const QJsonObject &object)
{
    writeLine(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace cli
