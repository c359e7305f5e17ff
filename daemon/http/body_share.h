// SPDX-License-Identifier: GPL-3.0-or-later
//
// One body's part of the budget, given back when the last holder has gone: its connection or the reply to its request.

#pragma once

#include "http/body_budget.h"

#include <memory>
#include <utility>

namespace http {

class BodyShare {
public:
    explicit BodyShare(std::shared_ptr<BodyBudget> budget)
        : m_budget(std::move(budget))
    {
    }
    ~BodyShare()
    {
        if (m_isInHand)
            m_budget->addInHand(-m_bytes);
        resize(0);
    }
    Q_DISABLE_COPY_MOVE(BodyShare)

    qint64 bytes() const { return m_bytes; }
    // Until holdInHand().
    void resize(qint64 bytes) { m_budget->add(bytes - std::exchange(m_bytes, bytes)); }
    // The body is complete, and its request in progress. Called once.
    void holdInHand()
    {
        m_isInHand = true;
        m_budget->addInHand(m_bytes);
    }

private:
    const std::shared_ptr<BodyBudget> m_budget;
    qint64 m_bytes = 0;
    bool m_isInHand = false;
};

} // namespace http
