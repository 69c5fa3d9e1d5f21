#pragma once

#include <QLineEdit>

namespace inceptoscope {

/// A number that a person types, in any magnitude: one of the ends of a fixed scale.
class LimitEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit LimitEdit(const QString &name, QWidget *parent = nullptr);

    float value() const { return m_value; }
    /// Tells nobody.
    void setValue(float value);

    QSize sizeHint() const override;

signals:
    void valueChanged(float value); ///< by Enter, or by leaving the field

private:
    void take();

    float m_value = 0.0F;
};

} // namespace inceptoscope
