import { Component, type ReactNode } from 'react'

interface AsItIsProps {
  /** Shown instead of `children` where these cannot be shown. */
  text: string
  children: ReactNode
}

/** Keeps a text that cannot be laid out, such as one of thousands of nested quotes, from taking the page with it. */
export class AsItIs extends Component<AsItIsProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override componentDidUpdate({ text }: AsItIsProps) {
    // Another text gets another try.
    if (this.state.hasFailed && text !== this.props.text) this.setState({ hasFailed: false })
  }

  override render() {
    return this.state.hasFailed ? <div className="output">{this.props.text}</div> : this.props.children
  }
}
