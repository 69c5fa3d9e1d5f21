#include "activations/limitedit.h"

#include "style/metrics.h"

#include <QLocale>

#include <cmath>
#include <optional>

namespace inceptoscope {

static constexpr QChar minusSign(0x2212); ///< as in all numbers that are drawn

/// Whatever the language: "0.5", "0,5", "−2e-3".
static std::optional<float> parsed(QString text)
{
    text = text.trimmed().replace(minusSign, u'-').replace(u',', u'.');
    bool valid = false;
    const float value = QLocale::c().toFloat(text, &valid);
    return valid && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

LimitEdit::LimitEdit(const QString &name, QWidget *parent)
    : QLineEdit(parent)
{
    setAccessibleName(name);
    setToolTip(name);
    setFont(tabularFont(captionFont(font())));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QLineEdit::editingFinished, this, &LimitEdit::take);
    setValue(0.0F);
}

void LimitEdit::setValue(float value)
{
    m_value = value;
    setText(QLocale::c().toString(double{value}, 'g', 4).replace(u'-', minusSign));
}

/// What is no number goes back to what it was.
void LimitEdit::take()
{
    if (!isModified())
        return;
    setModified(false);
    const std::optional<float> typed = parsed(text());
    const bool changed = typed && *typed != m_value;
    setValue(typed.value_or(m_value));
    if (changed)
        emit valueChanged(m_value);
}

QSize LimitEdit::sizeHint() const
{
    return {8 * gridUnit, QLineEdit::sizeHint().height()};
}

} // namespace inceptoscope
