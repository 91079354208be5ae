"""From a consultation to ordered blocks of text: what is printed, without any layout."""
